import { describe, expect, it } from 'vitest';
import type { PathStep } from '@/api/types';
import { arrowStep, lostAt } from './pathSteps';

function step(id: number, state: string, type: PathStep['stage']['type'] = 'open'): PathStep {
  return { stage: { id, name: `Stage ${id}`, type, position: id }, state, days: 1, visits: 1 };
}

describe('where a deal was lost', () => {
  it('is the last stage it stood in', () => {
    expect(lostAt([step(1, 'done'), step(2, 'skipped'), step(3, 'done'), step(4, 'ahead'), step(9, 'current', 'lost')])).toBe(3);
  });

  it('is nowhere while it is open or when it was won', () => {
    expect(lostAt([step(1, 'done'), step(2, 'current')])).toBeNull();
    expect(lostAt([step(1, 'done'), step(9, 'current', 'won')])).toBeNull();
  });
});

describe('the arrows', () => {
  it('walk with the line, whichever side it runs from', () => {
    expect(arrowStep('ArrowRight', 1, 4, false)).toBe(2);
    expect(arrowStep('ArrowLeft', 1, 4, true)).toBe(2);
  });

  it('stop at both ends', () => {
    expect(arrowStep('ArrowRight', 3, 4, false)).toBe(3);
    expect(arrowStep('ArrowRight', 0, 4, true)).toBe(0);
  });

  it('leave other keys alone', () => {
    expect(arrowStep('a', 1, 4, false)).toBeNull();
  });
});
