/** What has been chosen of a new goal so far, what is still wrong with it, and the wish it becomes. */
import type { NewTarget, NewTargets, PeriodType, SalesTarget, TargetMetric } from '@/api/targets';
import { isValue, namesStage } from '@/api/useTargetWords';
import { readNumber } from './amount';
import { hasEnded, keyOf } from './grid';

export interface Chosen {
  id: number;
  name: string;
  /** As it was typed; empty is the number for all. */
  number: string;
}

export interface Draft {
  metric: TargetMetric;
  stageId: number | null;
  /** Of what is won; none is every process. */
  processIds: readonly number[];
  number: string;
  currency: string;
  /** Whether amounts in other currencies count too, by the rate of the day. */
  converts: boolean;
  period: PeriodType;
  people: readonly Chosen[];
}

/** What a goal is to be like that begins from something on the page. */
export type Beginning = Partial<Pick<SalesTarget, 'metric' | 'stage' | 'process_ids' | 'currency' | 'conversion' | 'period_type'>> & { person?: { id: number; name: string } };

export type Wrong = Partial<Record<'stage_id' | 'process_ids' | 'number' | 'currency' | 'people', 'stage' | 'process' | 'number' | 'amount' | 'currency' | 'nobody'>>;

export const metrics = ['advanced_count', 'advanced_value', 'won_count', 'won_value'] as const satisfies readonly TargetMetric[];
export const periods = ['week', 'month', 'quarter', 'year'] as const satisfies readonly PeriodType[];

/** For oneself, unless one is not among those who can have goals. */
export function newDraft(like: Beginning, me: { id: number; name: string }, people: readonly { id: number }[], currency: string): Draft {
  const { id, name } = like.person ?? me;
  return {
    metric: like.metric ?? 'advanced_count',
    stageId: like.stage?.id ?? null,
    processIds: like.process_ids ?? [],
    number: '',
    currency: like.currency ?? currency,
    converts: like.conversion ?? false,
    period: like.period_type ?? 'month',
    people: people.some((each) => each.id === id) ? [{ id, name, number: '' }] : [],
  };
}

/** What was typed for deals is no amount of money. */
export function withMetric({ people }: Draft, metric: TargetMetric): Partial<Draft> {
  return { metric, number: '', people: people.map((person) => ({ ...person, number: '' })) };
}

function counted({ metric, currency }: Draft) {
  return { metric, currency: isValue(metric) ? currency : null };
}

export function numberOf(draft: Draft, text: string, locale: string): number | null {
  return readNumber(counted(draft), text, locale);
}

/** Everything at once (SG-3); by the names that the server gives them. */
export function wrongIn(draft: Draft, locale: string): Wrong {
  const isOwn = draft.people.every(({ number }) => number.trim() === '' || numberOf(draft, number, locale) !== null);
  return {
    ...(namesStage(draft.metric) && draft.stageId === null && { stage_id: 'stage' as const }),
    ...(numberOf(draft, draft.number, locale) === null && { number: isValue(draft.metric) ? ('amount' as const) : ('number' as const) }),
    ...(draft.people.length === 0 && { people: 'nobody' as const }),
    ...(!isOwn && { people: isValue(draft.metric) ? ('amount' as const) : ('number' as const) }),
  };
}

type Wanted = Pick<NewTarget, 'metric' | 'stage_id' | 'process_ids' | 'currency' | 'conversion' | 'period_type'>;

export function wantedOf(draft: Draft): Wanted {
  return {
    metric: draft.metric,
    period_type: draft.period,
    conversion: isValue(draft.metric) && draft.converts,
    process_ids: namesStage(draft.metric) ? [] : [...draft.processIds],
    ...(namesStage(draft.metric) && { stage_id: draft.stageId }),
    ...(isValue(draft.metric) && { currency: draft.currency }),
  };
}

/** The same for many, each with a number of their own where one was typed (SG-13). */
export function wantedForAll(draft: Draft, locale: string): NewTargets {
  return {
    ...wantedOf(draft),
    number: numberOf(draft, draft.number, locale) ?? 1,
    users: draft.people.map(({ id, number }) => ({ user_id: id, number: numberOf(draft, number, locale) })),
  };
}

/** The goal that the first of the people has already (SG-8). */
export function twinOf(draft: Draft, targets: readonly SalesTarget[]): SalesTarget | undefined {
  const { metric, stageId, processIds, period, converts } = draft;
  const key = keyOf({
    ...counted(draft),
    stage: namesStage(metric) && stageId !== null ? { id: stageId } : null,
    process_ids: namesStage(metric) ? [] : processIds,
    conversion: isValue(metric) && converts,
    period_type: period,
  });
  return targets.find((target) => !hasEnded(target) && target.user.id === draft.people[0]?.id && keyOf(target) === key);
}
