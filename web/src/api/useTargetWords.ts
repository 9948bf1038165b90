/** A sales goal in words: what it counts, its figures, its days and its pace. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '@/lib/formats';
import { minorDigits } from '@/lib/money';
import { once } from '@/lib/once';
import type { SalesTarget, TargetMetric, TargetPeriod } from './targets';

/** More in a hundred is only a long figure. */
const MOST = 999;
/** From so many whole units on, the minor ones only take room. */
const MANY = 100;

type Counted = Pick<SalesTarget, 'metric' | 'currency'> & { stage: { name: string } | null };

const daysOf = once(
  (locale: string, isThisYear: string) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', ...(isThisYear === '' && { year: 'numeric' }) }),
);

export function isValue(metric: TargetMetric): boolean {
  return metric === 'advanced_value' || metric === 'won_value';
}

export function namesStage(metric: TargetMetric): boolean {
  return metric === 'advanced_count' || metric === 'advanced_value';
}

export function useTargetWords() {
  const { t } = useTranslation();
  const formats = useFormats();
  const figure = ({ metric, currency }: Pick<SalesTarget, 'metric' | 'currency'>, amount: number) =>
    isValue(metric) && currency !== null ? formats.money(amount, currency) : formats.number(amount);
  /** What is reckoned and not stated: in whole units of money where there are many of them. */
  const roughly = (counted: Pick<SalesTarget, 'metric' | 'currency'>, amount: number) => {
    const unit = isValue(counted.metric) && counted.currency !== null ? 10 ** minorDigits(counted.currency) : 1;
    return figure(counted, Math.abs(amount) < MANY * unit ? amount : Math.round(amount / unit) * unit);
  };
  /** Where there is room for a short one. */
  const percent = (its: number) => (its > MOST ? t('goal.beyond', { percent: formats.percent(MOST) }) : formats.percent(its));
  const days = ({ starts_on: first, last_on: last }: Pick<TargetPeriod, 'starts_on' | 'last_on'>) => {
    const year = formats.today().slice(0, 4);
    const isThisYear = first.startsWith(year) && last.startsWith(year);
    return daysOf(formats.locale, isThisYear ? 'this' : '').formatRange(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`));
  };
  const what = ({ metric, stage }: Counted) => t(`goal.what.${metric}`, { stage: stage?.name ?? '' });
  const reached = (target: SalesTarget) => t('goal.reached', { reached: figure(target, target.period.reached), number: figure(target, target.period.number) });
  const left = (target: SalesTarget) => t('goal.left', { left: figure(target, target.period.remaining) });
  /** Empty where there is none. */
  const pace = (target: SalesTarget) => {
    if (target.is_paused) return t('goal.paused');
    const its = target.period.pace;
    return its === null ? '' : t(`goal.pace.${its.state}`, { by: roughly(target, Math.abs(its.difference)) });
  };
  const sentence = (target: SalesTarget) =>
    t('goal.pie', {
      who: target.user.name,
      what: what(target),
      reached: reached(target),
      percent: formats.percent(target.period.percent),
      left: left(target),
      days: days(target.period),
      pace: pace(target),
    }).trimEnd();
  return { what, figure, roughly, percent, days, reached, left, pace, sentence };
}
