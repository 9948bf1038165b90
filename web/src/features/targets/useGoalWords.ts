/** What a goal is called where much is said of it: in short, by its rule, by its period, and what is left to do. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { processesQuery, sessionQuery } from '@/api/queries';
import type { AlmostCounted, Contribution, SalesTarget, TargetPeriod } from '@/api/targets';
import { isValue, namesStage, useTargetWords } from '@/api/useTargetWords';
import { dayIn, type Day } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { hasEnded } from './grid';
import { periodName, plainDay } from './periods';

type Like = Pick<SalesTarget, 'metric' | 'stage' | 'process_ids' | 'currency' | 'conversion' | 'period_type'>;
/** A won stage is reached by a win (SG-26). */
function countsWins({ metric, stage }: Pick<SalesTarget, 'metric' | 'stage'>): boolean {
  return !namesStage(metric) || stage?.type === 'won';
}

/** Nothing is to be done for it, at least for now. */
export function rests(target: Pick<SalesTarget, 'ended_at' | 'is_paused'>): boolean {
  return target.is_paused || hasEnded(target);
}

type Span = Pick<TargetPeriod, 'starts_on' | 'last_on'>;

export function useGoalWords() {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useTargetWords();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: processes = [] } = useQuery(processesQuery);
  const list = new Intl.ListFormat(formats.locale, { type: 'conjunction' });

  const day = (its: Day) => plainDay(its, formats.locale, formats.today());
  const rateOf = (rate: string) => new Intl.NumberFormat(formats.locale, { maximumSignificantDigits: 6 }).format(Number(rate));
  const dayOf = (instant: string) => day(dayIn(formats.zone, new Date(instant)));
  const period = (span: Span, { period_type: type }: Pick<Like, 'period_type'>) => periodName(span, type, formats.locale, formats.today());
  const within = (ids: readonly number[]) => list.format(processes.filter(({ id }) => ids.includes(id)).map(({ name }) => name));

  /** "Into Propose", "Value won, USD", "Deals won, Renewal". */
  const short = ({ metric, stage, process_ids: ids, currency, conversion }: Like) => {
    const what = t(`goals.what.${metric}`, { stage: stage?.name ?? '' });
    return [what, ...(currency === null || currency === formats.currency ? [] : [currency]), ...(conversion ? [t('goals.converted')] : []), ...(ids.length === 0 ? [] : [within(ids)])].join(', ');
  };

  const rule = (target: SalesTarget) => {
    const { metric, stage, process_ids: ids, currency, user } = target;
    const areWins = countsWins(target);
    const facts = { whose: user.id === session.user.id ? 'own' : 'other', who: user.name, stage: stage?.name ?? '', from: areWins ? 'any' : 'earlier', period: areWins ? 'ever' : target.period_type };
    return [
      t(`goals.rule.${metric}`, facts),
      ids.length > 0 && t('goals.rule.within', { names: within(ids) }),
      isValue(metric) ? t(target.conversion ? 'goals.rule.conversion' : 'goals.rule.currency', { currency: currency ?? '' }) : t('goals.rule.once', facts),
    ]
      .filter((part) => part !== false)
      .join(' ');
  };

  /** What is to be done yet, and in how many working days; of what rests, only how much it is. */
  const left = (target: SalesTarget) => {
    const { pace, number, last_on: last, remaining } = target.period;
    if (rests(target)) return isValue(target.metric) ? t('goals.of', { number: words.figure(target, number) }) : '';
    if (isValue(target.metric)) return t('goals.by', { number: words.figure(target, number), day: day(last) });
    if (pace === null || (pace.days_left === 0 && remaining > 0)) return words.left(target);
    if (pace.state === 'reached' || pace.state === 'ahead') return t('goals.daysLeft', { period: target.period_type, days: pace.days_left });
    return t('goals.more', { left: words.figure(target, remaining), days: pace.days_left });
  };

  /** What it is now where it does not simply go on. */
  const standing = (target: SalesTarget) => {
    const { ended_at: ended, is_paused: isPaused, period: its } = target;
    if (ended !== null) {
      if (hasEnded(target)) return t(target.stage?.is_active === false ? 'goals.endedStage' : 'goals.ended', { day: dayOf(ended) });
      return t('goals.ends', { day: day(its.last_on) });
    }
    if (isPaused) return t('goals.paused');
    return its.starts_on > formats.today() ? t('goals.begins', { day: day(its.starts_on) }) : '';
  };

  return {
    ...words,
    short,
    rule,
    day,
    dayOf,
    period,
    remains: left,
    standing,
    column: (like: Like) => t('goals.column', { what: short(like), period: like.period_type }),
    leftOut: ({ left_out: others }: Pick<TargetPeriod, 'left_out'>, length: 'leftOut' | 'leftOutShort' = 'leftOut') =>
      others.map(({ count, amount_minor: amount, currency }) => t(`goals.${length}`, { count, amount: formats.money(amount, currency) })),
    missed: ({ reason }: Pick<AlmostCounted, 'reason'>, target: SalesTarget) => t(`goals.missed.${reason}`, { stage: target.stage?.name ?? '', period: countsWins(target) ? 'ever' : target.period_type }),
    since: ({ has_moved_back: back, opportunity: deal }: Contribution) => {
      if (!back) return '';
      return t(deal?.is_lost === true ? 'goals.sinceLost' : 'goals.movedBack');
    },
    rated: ({ rate, rate_on: on, amount_minor: amount, currency }: Contribution) =>
      rate === null || on === null ? '' : t('goals.rated', { amount: formats.money(amount ?? 0, currency), rate: rateOf(rate), day: day(on) }),
    withdrawn: ({ withdrawn, currency }: Contribution) => (withdrawn === null ? '' : t(`goals.withdrawn.${withdrawn}`, { currency })),
  };
}

export type GoalWords = ReturnType<typeof useGoalWords>;
