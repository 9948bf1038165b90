/** The line of the day: late, today with the present time on it, and the next seven days. */
import { Fragment, useEffect, useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Day, DayRow } from '@/api/day';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { DayLine } from './DayLine';
import type { RowActs } from './RowAct';
import { keyOf, placeOfNow } from './rows';
import classes from './Day.module.css';

interface Props extends RowActs {
  day: Day;
  showsWho: boolean;
  marked: ReadonlySet<string>;
  busy: string | null;
  onMark: (row: DayRow) => void;
}

const MINUTE_MS = 60_000;

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Now({ at }: { at: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const time = formats.time(new Date(at));
  return (
    <li className={classes.now}>
      <span className={classes.when} aria-label={t('day.now', { time })}>{time}</span>
      <span className={classes.nowDot} aria-hidden />
      <hr aria-hidden />
    </li>
  );
}

function Nothing({ day }: { day: Day }) {
  const { t } = useTranslation();
  if (day.done > 0) return <p className={classes.all} role="status">{t('day.allDone', { count: day.done })}</p>;
  return (
    <p className={classes.nothing}>
      {t('day.nothingToday')} <Link to={paths.list}>{t('day.lookAtDeals')}</Link>
    </p>
  );
}

export function DayParts({ day, showsWho, marked, busy, onMark, ...acts }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const open = day.today.filter((row) => !row.is_done).length;
  const place = placeOfNow(day.today, now);
  const line = (row: DayRow) => (
    <DayLine key={keyOf(row)} row={row} today={day.day} showsWho={showsWho} isMarked={marked.has(keyOf(row))} isBusy={busy === keyOf(row)} onMark={onMark} {...acts} />
  );
  return (
    <>
      {day.late.length > 0 && (
        <section className={classes.part} data-part="late" aria-labelledby="day-late">
          <h2 id="day-late">{t('day.late')} <span>{day.late.length}</span></h2>
          <ul>{day.late.map((row) => line(row))}</ul>
        </section>
      )}
      <section className={classes.part} data-part="today" data-full={open === 0 && day.late.length === 0 && day.done > 0} aria-labelledby="day-today">
        <h2 id="day-today">{t('day.today')} <span>{open}</span></h2>
        <ul>
          {day.today.map((row, index) => (
            <Fragment key={keyOf(row)}>
              {index === place && <Now at={now} />}
              {line(row)}
            </Fragment>
          ))}
          {day.today.length > 0 && place === day.today.length && <Now at={now} />}
        </ul>
        {open === 0 && day.late.length === 0 && <Nothing day={day} />}
      </section>
      <section className={classes.part} data-part="next" aria-labelledby="day-next">
        <h2 id="day-next">{t('day.next')} <span>{day.next.length}</span></h2>
        {day.next.length === 0 && <p className={classes.nothing}>{t('day.nothingNext')}</p>}
        <ul>{day.next.map((row) => line(row))}</ul>
        {day.is_more && <p className={classes.nothing}>{t('day.more')}</p>}
      </section>
    </>
  );
}
