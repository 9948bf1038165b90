/** What kind of step a past move was, as a person would call it. */
import type { PastMove } from '@/api/types';

export type MoveSign = 'created' | 'forward' | 'skip' | 'back' | 'undo' | 'reopened' | 'corrected' | 'won' | 'plain';

const signs: Readonly<Record<string, MoveSign>> = { create: 'created', advance: 'forward', skip: 'skip', back: 'back', undo: 'undo', reopen: 'reopened', correct: 'corrected' };

/** Won, or ended in another way. */
export function isWin({ category }: Pick<PastMove, 'category'>): boolean {
  return category === 'closed';
}

export function moveSign(move: Pick<PastMove, 'kind' | 'category'>): MoveSign {
  return signs[move.kind] ?? (isWin(move) ? 'won' : 'plain');
}
