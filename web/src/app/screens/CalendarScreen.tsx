/** The calendar at the view and the day of the address, with the activity that is looked at over it. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect } from 'react';
import { sessionQuery } from '@/api/queries';
import { CalendarPage } from '@/features/calendar/CalendarPage';
import type { CalendarView } from '@/features/calendar/spans';
import { keepCalendarLook } from '@/lib/calendarLook';
import type { Day } from '@/lib/days';
import { later } from '@/lib/later';
import { paths } from '@/lib/paths';

const ActivitySheet = later(async () => (await import('@/features/calendar/ActivitySheet')).ActivitySheet);
const Actions = later(async () => (await import('@/features/actions/Actions')).Actions);
const route = getRouteApi('/inside/calendar/$view/$date');

const SETTLED_MS = 120;

/** What was moved meanwhile is drawn anew, and has lost the focus with it. */
function focusAgain(activity: number) {
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (isLost) document.querySelector<HTMLElement>(`[data-activity="${activity}"]`)?.focus();
}

export function CalendarScreen() {
  const navigate = useNavigate();
  const { view, date } = route.useParams();
  const { activity } = route.useSearch();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { id } = session.user;
  useEffect(() => keepCalendarLook(id, { view }), [id, view]);
  const go = useCallback((next: CalendarView, day: Day) => void navigate({ to: paths.calendar, params: { view: next, date: day } }), [navigate]);
  const open = useCallback((activityId: number) => void navigate({ to: paths.calendar, params: { view, date }, search: { activity: activityId } }), [navigate, view, date]);
  const close = useCallback(() => {
    void navigate({ to: paths.calendar, params: { view, date } }).then(() => setTimeout(() => activity !== undefined && focusAgain(activity), SETTLED_MS));
  }, [navigate, view, date, activity]);
  return (
    <>
      <CalendarPage view={view} day={date} onGo={go} onOpen={open} />
      <Suspense>{activity !== undefined && <ActivitySheet key={activity} activityId={activity} Actions={Actions} onClose={close} />}</Suspense>
    </>
  );
}
