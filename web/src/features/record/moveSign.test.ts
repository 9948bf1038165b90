import { expect, test } from 'vitest';
import type { PathStep } from '@/api/types';
import { moveSign } from './moveSign';

function step(id: number, type: PathStep['stage']['type'] = 'open'): PathStep {
  return { stage: { id, name: `Stage ${id}`, type, position: id }, state: 'done', days: 1, visits: 1 };
}

const path = [step(1), step(2), step(8, 'won')];

function move(from: number | null, to: number, said: { undoes?: number; category?: string } = {}) {
  return { from_stage_id: from, to_stage_id: to, undoes: said.undoes ?? null, category: said.category ?? 'pipeline' };
}

test('a row carries the sign of what it was', () => {
  expect(moveSign(move(null, 1), path)).toBe('created');
  expect(moveSign(move(1, 2), path)).toBe('forward');
  expect(moveSign(move(2, 1), path)).toBe('back');
  expect(moveSign(move(2, 1, { undoes: 5 }), path)).toBe('undo');
  expect(moveSign(move(2, 8, { category: 'closed' }), path)).toBe('won');
  expect(moveSign(move(2, 9, { category: 'omitted' }), path)).toBe('plain');
  expect(moveSign(move(9, 2), path)).toBe('forward');
});
