/** The calendar: its head, the grid or the list of days, and what is opened over them. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { sessionQuery } from '@/api/queries';
import { refusalSentence } from '@/api/refusals';
import { useRight } from '@/api/useRight';
import type { Category } from '@/features/activities/activityValues';
import type { Day } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { later } from '@/lib/later';
import { usePageTitle } from '@/lib/usePageTitle';
import { Alert, Button, Skeleton, useMediaQuery } from '@/ui/controls';
import { Agenda } from './Agenda';
import { CalendarHead } from './CalendarHead';
import { Grid } from './Grid';
import { stepped, type CalendarView } from './spans';
import { useCalendar } from './useCalendar';
import { useCalendarKeys } from './useCalendarKeys';
import { useMoving } from './useMoving';
import classes from './Calendar.module.css';

const NewActivity = later(async () => (await import('@/features/activities/NewActivity')).NewActivity);

interface Props {
  view: CalendarView;
  day: Day;
  onGo: (view: CalendarView, day: Day) => void;
  onOpen: (id: number) => void;
}

interface Free {
  day: Day;
  time: string | null;
  category: Category;
}

function toFirst() {
  document.querySelector<HTMLElement>('[data-activity][tabindex="0"]')?.focus();
}

export function CalendarPage({ view, day, onGo, onOpen }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  usePageTitle(t('calendar.title'));
  const { data: session } = useSuspenseQuery(sessionQuery);
  const isPhone = useMediaQuery('(max-width: 699px)', undefined, { getInitialValueInEffect: false });
  const { span, layers, activities, today, isCut, roles, error, isPending, isBusy, refetch } = useCalendar(view, day);
  const [free, setFree] = useState<Free | null>(null);
  const move = useMoving();
  const isSenior = useRight('assign_opportunities');
  const mayAdd = session.user.roles.some((role) => role !== 'viewer');
  const onNew = useCallback((on: Day, time: string | null) => mayAdd && setFree({ day: on, time, category: time === null ? 'all_day' : 'timed' }), [mayAdd]);
  const addHere = () => setFree({ day: span.first <= today && today < span.last && view !== 'day' ? today : day, time: null, category: 'timed' });
  const acts = { onView: (next: CalendarView) => onGo(next, day), onStep: (count: number) => onGo(view, stepped(view, day, count)), onToday: () => onGo(view, formats.today()) };
  useCalendarKeys({ ...acts, onNew: mayAdd ? addHere : undefined, onEnter: toFirst });
  const offered = (['mine', 'roles', 'team'] as const).filter((layer) => layer === 'mine' || layers.includes(layer) || (layer === 'team' ? isSenior : roles.length > 0));
  // A week or a month in a hand's width says nothing: its days stand below each other.
  const isList = view === 'agenda' || (isPhone && view !== 'day');
  return (
    <div className={classes.page}>
      <CalendarHead userId={session.user.id} view={view} day={day} layers={layers} offered={offered} mayAdd={mayAdd} onNew={addHere} {...acts} />
      <div className={classes.busy} data-busy={isBusy} aria-hidden />
      {isCut && <p className={classes.note} role="status">{t('calendar.cut')}</p>}
      {error !== null && (
        <Alert className={classes.failed} color="red" role="alert">
          {refusalSentence(asProblem(error))} <Button variant="default" size="compact-sm" onClick={() => void refetch()}>{t('page.again')}</Button>
        </Alert>
      )}
      {isPending && <div className={classes.waiting}><Skeleton height="100%" /></div>}
      {!isPending && isList && <Agenda activities={activities} span={span} today={today} onOpen={onOpen} onNew={addHere} />}
      {!isPending && !isList && (
        <Grid view={view} day={day} today={today} activities={activities} label={t('calendar.title')} onOpen={onOpen} onDay={(next) => onGo('day', next)} onNew={onNew} onMove={move} />
      )}
      <Suspense>{free !== null && <NewActivity {...free} onClose={() => setFree(null)} />}</Suspense>
    </div>
  );
}
