/** The days that are looked at, whose activities they hold, and what stands in them. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { calendarQuery } from '@/api/calendar';
import { sessionQuery } from '@/api/queries';
import { useCalendarLook } from '@/lib/calendarLook';
import type { Day } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { spanOf, type CalendarView } from './spans';

export function useWeek() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { week_start: weekStart, working_days: workingDays, holidays } = session.organisation;
  return useMemo(() => ({ weekStart, workingDays, holidays: new Set(holidays) }), [weekStart, workingDays, holidays]);
}

export function useCalendar(view: CalendarView, day: Day) {
  const formats = useFormats();
  const { weekStart } = useWeek();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { layers } = useCalendarLook(session.user.id);
  const span = useMemo(() => spanOf(view, day, weekStart), [view, day, weekStart]);
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(calendarQuery(span.first, span.last, layers));
  const activities = useMemo(() => data?.items ?? [], [data]);
  return { span, layers, activities, today: data?.today ?? formats.today(), isCut: data?.is_cut === true, roles: data?.deal_roles ?? [], error, isPending, isBusy: isPlaceholderData, refetch };
}
