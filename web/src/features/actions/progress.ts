/** What there is to say of an action: how far it is, and what can be done with it now. */
import type { Action, Agenda, StageAgenda } from '@/api/agenda';
import type { Letter } from '@/api/letters';
import type { Answered, Performed } from '@/api/performing';
import type { OpportunityRecord } from '@/api/types';

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

export type NextAct = 'book' | 'outcome' | 'send' | 'invite' | 'complete';

const performs = { letter: 'send', gathering: 'invite', checklist: 'complete' } as const;

/** The one act that fits the type and the moment; nothing is left to do with what is complete and told. */
export function nextAct({ type, completion, activity }: Action): NextAct | null {
  const isActive = activity?.status === 'active';
  if (activity?.is_outcome_pending === true || (completion === null && isActive && activity.is_tracked)) return 'outcome';
  if (completion !== null) return null;
  if (type !== 'calendar_activity') return performs[type];
  return !isActive && activity?.status !== 'done' ? 'book' : 'complete';
}

/** Whether it can be done without being performed first: what there is no button for stands in its menu. */
export function completesApart(next: NextAct | null): boolean {
  return next === 'book' || next === 'send' || next === 'invite';
}

/** Whether it names the event that it invites to. */
export function isFixed({ plan }: Action): boolean {
  return (plan.gathering?.gathering ?? '') !== '';
}

/** Who was invited to what, for the sentence about it. */
export function invitedTo({ events }: Pick<Performed, 'events'>, { contact }: Pick<OpportunityRecord, 'contact'>): { who: string; gathering: string } {
  const name = events.find(({ kind }) => kind === 'gathering.contact_invited')?.facts.gathering_name;
  return { who: contact?.name ?? '', gathering: typeof name === 'string' ? name : '' };
}

/** The last letter that was written for an action; lists of letters begin with the newest. */
export function letterOf(letters: readonly Letter[], { id }: Action): Letter | null {
  return letters.find(({ action }) => action !== null && action.id === id) ?? null;
}

const onTheWay: ReadonlySet<string> = new Set(['queued', 'sending', 'failed', 'uncertain']);

/** Whether another one cannot be written before this one is out or dropped (PS-51). */
export function isOnTheWay(letter: Letter | null): boolean {
  return onTheWay.has(letter?.state ?? '');
}

/** Of several performed at once: done, open because something has to be said or is there already, or failed. */
export function standingOf({ result }: Pick<Answered, 'result'>, { completion }: Action): 'done' | 'open' | 'failed' {
  if (completion !== null || result === 'performed') return 'done';
  return ['needs_input', 'activity_exists', 'already_invited'].includes(result) ? 'open' : 'failed';
}

/** Whether completing it asks what came of its activity. */
export function asksOutcome({ activity }: Action): boolean {
  return activity?.status === 'active' && activity.is_tracked;
}
