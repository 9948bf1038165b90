import { describe, expect, test } from 'vitest';
import { aMissing } from '@/api/builders';
import { emptyDraft, itemKey, moveBody, openItems, standing, unanswered } from './draft';

const budget = aMissing({ strength: 'hard', kind: 'field', field: 'custom.budget', criterion_id: 1 });
const steps = aMissing({ strength: 'soft', kind: 'manual', criterion_id: 2, name: 'Steps to close' });
const back = aMissing({ strength: 'hard', kind: 'reason', criterion_id: null, is_overridable: false });
const wanted = { stageId: 4, version: 9, channel: 'board' as const, missing: [budget, steps] };

describe('what is still open', () => {
  test('a field is met once it holds something, an amount of zero included', () => {
    expect(standing(budget, emptyDraft)).toBe('open');
    expect(standing(budget, { ...emptyDraft, fields: { 'custom.budget': '' } })).toBe('open');
    expect(standing(budget, { ...emptyDraft, fields: { 'custom.budget': 0 } })).toBe('met');
  });

  test('only an expected item can be left out with a tick', () => {
    const accepted = { [itemKey(budget)]: true, [itemKey(steps)]: true };

    expect(openItems([budget, steps], { ...emptyDraft, accepted })).toEqual([budget]);
  });

  test('moving anyway needs its reason, and never passes what cannot be overridden', () => {
    const draft = { ...emptyDraft, isOverriding: true };

    expect(openItems([budget], draft)).toEqual([budget]);
    expect(openItems([budget], { ...draft, reason: 'The buyer signs today' })).toEqual([]);
    expect(openItems([aMissing({ strength: 'hard', is_overridable: false })], { ...draft, reason: 'x' })).toHaveLength(1);
  });

  test('what is good to know stops nobody', () => {
    expect(openItems([aMissing({ strength: 'info' })], emptyDraft)).toEqual([]);
  });
});

describe('the request', () => {
  test('carries fields, confirmations and the accepted gap at once', () => {
    const draft = {
      ...emptyDraft,
      fields: { 'custom.budget': 'yes', expected_close_on: '2026-12-18' },
      confirmed: { [itemKey(steps)]: { note: ' Ann wrote on Monday ', evidence: '' } },
    };

    expect(moveBody(draft, wanted)).toEqual({
      stage_id: 4,
      version: 9,
      channel: 'board',
      acknowledge_gaps: false,
      override: false,
      fields: { expected_close_on: '2026-12-18', custom: { budget: 'yes' } },
      confirm: [{ criterion_id: 2, note: 'Ann wrote on Monday' }],
    });
  });

  test('acknowledges gaps only when one is left out', () => {
    const accepted = { [itemKey(steps)]: true };

    expect(moveBody({ ...emptyDraft, accepted }, wanted).acknowledge_gaps).toBe(true);
    expect(moveBody(emptyDraft, wanted).acknowledge_gaps).toBe(false);
  });

  test('words are the reason where one is asked for, and a note elsewhere', () => {
    const draft = { ...emptyDraft, reason: 'Not named yet' };

    expect(moveBody(draft, { ...wanted, missing: [back] })).toMatchObject({ reason: 'Not named yet' });
    expect(moveBody(draft, wanted)).toMatchObject({ note: 'Not named yet' });
  });
});

test('each open activity is kept or cancelled as was said, and none is while nothing is', () => {
  const asked = [7, 8].map((id) => ({ id, subject: 'Call', type: 'call', begins: null, is_of_stage: true }));

  expect(unanswered(asked, emptyDraft).map(({ id }) => id)).toEqual([7, 8]);
  expect(moveBody({ ...emptyDraft, activities: { 7: true, 8: false } }, { ...wanted, asked }).cancel_activities).toEqual([7]);
  expect(moveBody(emptyDraft, wanted).cancel_activities).toBeUndefined();
});
