/** What kind of step a past move was, as a person would call it. */
import type { PastMove, PathStep } from '@/api/types';

export type MoveSign = 'created' | 'forward' | 'back' | 'undo' | 'won' | 'plain';

type Facts = Pick<PastMove, 'from_stage_id' | 'to_stage_id' | 'undoes' | 'category'>;

export function moveSign(move: Facts, path: readonly PathStep[]): MoveSign {
  if (move.from_stage_id === null) return 'created';
  if (move.undoes !== null) return 'undo';
  const stage = (id: number | null) => path.find((step) => step.stage.id === id)?.stage;
  const from = stage(move.from_stage_id);
  const to = stage(move.to_stage_id);
  // A closed stage the deal is not in stands on no path, so its category tells won from lost.
  if (to === undefined || to.type !== 'open') return move.category === 'closed' ? 'won' : 'plain';
  return from !== undefined && from.type === 'open' && to.position < from.position ? 'back' : 'forward';
}
