/** More of one goal: its rule in words, how the period goes, what is likely, and what counted. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { targetForecastQuery, type SalesTarget } from '@/api/targets';
import { useFormats } from '@/lib/formats';
import { Counted } from './Counted';
import { Course } from './Course';
import { GoalActs } from './GoalActs';
import { periodsFrom } from './periods';
import { rests, useGoalWords } from './useGoalWords';
import classes from './Goals.module.css';

/** What each working day left has to bring, and what is expected by today. */
function Needed({ target }: { target: SalesTarget }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useGoalWords();
  const { pace } = target.period;
  const rate = pace?.required_per_day ?? null;
  const inWords = (each: number) => (target.currency === null ? formats.number(each) : words.roughly(target, each));
  return (
    <p className={classes.needed}>
      {pace !== null && <span>{t('goals.expected', { expected: words.roughly(target, pace.expected) })}</span>}
      {target.period.remaining > 0 && !rests(target) && <span>{words.left(target)}</span>}
      {rate !== null && <span>{t('goals.perDay', { rate: inWords(Number(rate)) })}</span>}
    </p>
  );
}

function Forecast({ target }: { target: SalesTarget }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const { data } = useQuery(targetForecastQuery(target.id));
  if (data === undefined) return null;
  if (data.reason === 'too_few_closed') return <p className={classes.forecast}>{t('goals.tooFewClosed', { count: data.closed_deals })}</p>;
  if (data.low === null || data.middle === null || data.high === null) return null;
  const [low, middle, high] = [data.low, data.middle, data.high].map((each) => words.roughly(target, each));
  const day = words.day(target.period.last_on);
  return <p className={classes.forecast}>{low === high ? t('goals.forecastOne', { day, middle: middle ?? '' }) : t('goals.forecast', { day, low: low ?? '', middle: middle ?? '', high: high ?? '' })}</p>;
}

function Numbers({ target }: { target: SalesTarget }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  if (target.numbers.length < 2) return null;
  const said = target.numbers.toSorted((a, b) => (a.from_on < b.from_on ? 1 : -1));
  return (
    <details className={classes.numbers}>
      <summary>{t('goals.numbers')}</summary>
      <ul>
        {said.map(({ from_on: from, number, is_once: isOnce }) => (
          <li key={`${from} ${isOnce}`}>
            {t(isOnce ? 'goals.numberOnce' : 'goals.numberFrom', { number: words.figure(target, number), period: words.period(periodsFrom(from, target.period_type, 1)[0] ?? target.period, target) })}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Detail({ target, onGone }: { target: SalesTarget; onGone: () => void }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const goesOn = target.period.pace !== null;
  return (
    <section className={classes.detail} aria-labelledby="goal-detail">
      <div className={classes.one}>
        <div className={classes.detailHead}>
          <h2 id="goal-detail">{t('goals.titleOf', { what: words.short(target), period: words.period(target.period, target) })}</h2>
          <GoalActs key={target.id} target={target} onGone={onGone} />
        </div>
        <p className={classes.rule}>{words.rule(target)}</p>
        <Needed target={target} />
        <Course target={target} on={null} />
        {goesOn && <Forecast target={target} />}
        <Numbers target={target} />
      </div>
      <Counted target={target} on={null} />
    </section>
  );
}
