import { describe, expect, test } from 'vitest';
import { aMissing, anOption } from './builders';
import { hintOf } from './moveHints';

const identify = anOption(1);
const qualify = anOption(2);
const propose = anOption(3);
const won = anOption(8, { type: 'won' });
const lost = anOption(9, { type: 'lost' });
const all = [identify, qualify, propose, won, lost];

describe('a hint', () => {
  test('says that nothing is missing', () => {
    expect(hintOf(all, qualify, identify.stage)).toEqual({ kind: 'free' });
  });

  test('counts what is left and says whether any of it is required', () => {
    const asks = anOption(2, { verdict: 'asks', missing: [aMissing(), aMissing({ strength: 'info' })] });
    const blocked = anOption(2, { verdict: 'blocked', missing: [aMissing(), aMissing({ strength: 'hard' })] });

    expect(hintOf(all, asks, identify.stage)).toEqual({ kind: 'left', count: 1, isRequired: false });
    expect(hintOf(all, blocked, identify.stage)).toEqual({ kind: 'left', count: 2, isRequired: true });
  });

  test('names the way back and what is passed over', () => {
    const back = anOption(1, { verdict: 'asks', missing: [aMissing({ kind: 'reason' })] });
    const far = anOption(3, { verdict: 'asks', missing: [aMissing({ kind: 'skip' }), aMissing()] });

    expect(hintOf(all, back, propose.stage)).toEqual({ kind: 'back' });
    expect(hintOf(all, far, identify.stage)).toEqual({ kind: 'over', names: ['Stage 2'], left: 1 });
  });

  test('closing as won from early passes over the rest, closing as lost does not', () => {
    const closeWon = anOption(8, { type: 'won', verdict: 'asks', missing: [aMissing({ kind: 'close_reason' })] });
    const closeLost = anOption(9, { type: 'lost', verdict: 'asks', missing: [aMissing({ kind: 'close_reason' })] });

    expect(hintOf(all, closeWon, identify.stage)).toEqual({ kind: 'over', names: ['Stage 2', 'Stage 3'], left: 0 });
    expect(hintOf(all, closeLost, identify.stage)).toEqual({ kind: 'reason' });
  });

  test('a move that is refused says so with its code', () => {
    const refused = anOption(9, { type: 'lost', verdict: 'refused', refusal_code: 'target_invalid' });

    expect(hintOf(all, refused, identify.stage)).toEqual({ kind: 'refused', code: 'target_invalid', detail: null });
  });

  test('a stage that the deal has not come far enough for is closed to it', () => {
    const early = anOption(9, { type: 'lost', verdict: 'blocked', missing: [aMissing({ kind: 'furthest_stage', remedy: 'Close it as Disqualified.' })] });

    expect(hintOf(all, early, identify.stage)).toEqual({ kind: 'refused', code: 'furthest_stage', detail: 'Close it as Disqualified.' });
  });
});
