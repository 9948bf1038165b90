/** Closed periods, each with the number it had and what was reached; they never change again. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { targetPeriodsQuery, type SalesTarget, type TargetPeriod } from '@/api/targets';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { Hidden } from '@/ui/Hidden';
import { Counted } from './Counted';
import { Failed, Waiting } from './States';
import { Table } from './Table';
import { useGoalWords } from './useGoalWords';
import classes from './Past.module.css';

/** As many as stand beside each other. */
const SHOWN = 12;

/** Where there is not room for all, the latest are in sight. */
function toLatest(bars: HTMLOListElement | null) {
  if (bars !== null) bars.scrollLeft = document.documentElement.dir === 'rtl' ? -bars.scrollWidth : bars.scrollWidth;
}

interface BarsProps {
  target: SalesTarget;
  periods: readonly TargetPeriod[];
  on: string | null;
}

function Bars({ target, periods, on }: BarsProps) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const highest = Math.max(...periods.flatMap(({ number, reached }) => [number, reached]), 1);
  const share = (value: number) => `${(value / highest) * 100}%`;
  return (
    <ol ref={toLatest} className={classes.bars}>
      {periods.slice(0, SHOWN).toReversed().map((period) => {
        const { starts_on: first, reached, number, percent } = period;
        const name = words.period(period, target);
        const figures = t('goal.reached', { reached: words.figure(target, reached), number: words.figure(target, number) });
        return (
          <li key={first}>
            <Link
              to={paths.goals}
              search={(now) => ({ ...now, show: 'past' as const, goal: target.id, on: first })}
              resetScroll={false}
              className={classes.bar}
              data-reached={reached >= number}
              aria-current={on === first ? 'true' : undefined}
            >
              <span className={classes.value}>{words.percent(percent)}</span>
              <span className={classes.room}>
                <span className={classes.fill} style={{ blockSize: share(reached) }} />
                <span className={classes.goal} style={{ insetBlockEnd: share(number) }} />
              </span>
              <span className={classes.name}>{name}</span>
              <Hidden>{figures}</Hidden>
            </Link>
          </li>
        );
      })}
    </ol>
  );
}

function PastOf({ target, on }: { target: SalesTarget; on: string | null }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useGoalWords();
  const { data, error, refetch } = useQuery(targetPeriodsQuery(target.id));
  if (data === undefined) return error === null ? <Waiting height={150} /> : <Failed error={error} onAgain={() => void refetch()} />;
  const closed = data.filter(({ is_closed: isClosed }) => isClosed);
  if (closed.length === 0) return <p className={classes.none}>{t('goals.noPast', { day: words.day(target.period.last_on) })}</p>;
  const chosen = closed.find(({ starts_on: first }) => first === on);
  return (
    <>
      <Bars target={target} periods={closed} on={on} />
      <Table
        summary={t('goals.asTable')}
        heads={[t('goals.periodHead'), t('goals.number_'), t('goals.result'), t('goals.share')]}
        rows={closed.map((period) => ({
          key: period.starts_on,
          cells: [words.period(period, target), words.figure(target, period.number), words.figure(target, period.reached), formats.percent(period.percent)],
        }))}
        nothing=""
      />
      {chosen !== undefined && (
        <div className={classes.chosen}>
          <h3>{t('goals.titleOf', { what: words.short(target), period: words.period(chosen, target) })}</h3>
          <Counted target={target} on={chosen.starts_on} />
        </div>
      )}
    </>
  );
}

export function Past({ targets, goal, on }: { targets: readonly SalesTarget[]; goal: number | null; on: string | null }) {
  const words = useGoalWords();
  return targets.map((target) => (
    <section key={target.id} className={classes.part} aria-labelledby={`past-${target.id}`}>
      <h2 id={`past-${target.id}`}>{words.column(target)} {target.ended_at !== null && <span>{words.standing(target)}</span>}</h2>
      <PastOf target={target} on={target.id === goal ? on : null} />
    </section>
  ));
}
