/** What there is to say of an action: how far it is, and what can be done with it now. */
import type { Action, Agenda, StageAgenda } from '@/api/agenda';

/** An action of this deal; those ahead are only a preview and have no number yet. */
export type OwnAction = Action & { id: number };

export function isOwn(action: Action): action is OwnAction {
  return action.id !== null;
}

export type Which = 'current' | 'entered' | 'ahead';

export function stagesOf({ stages }: Agenda, which: Which): StageAgenda[] {
  return stages.filter(({ state }) => state === which);
}

export function countOf(stages: readonly StageAgenda[]): { done: number; total: number } {
  const actions = stages.flatMap(({ items }) => items);
  return { done: actions.filter(({ completion }) => completion !== null).length, total: actions.length };
}

export type NextAct = 'book' | 'outcome' | 'complete';

/** The one act that fits the type and the moment; nothing is left to do with what is complete and told. */
export function nextAct({ type, completion, activity }: Action): NextAct | null {
  const isActive = activity?.status === 'active';
  if (activity?.is_outcome_pending === true || (completion === null && isActive && activity.is_tracked)) return 'outcome';
  if (completion !== null) return null;
  return type === 'calendar_activity' && !isActive && activity?.status !== 'done' ? 'book' : 'complete';
}

/** Whether completing it asks what came of its activity. */
export function asksOutcome({ activity }: Action): boolean {
  return activity?.status === 'active' && activity.is_tracked;
}
