/** What stands in the calendar: what the page reads of it, and putting an activity to another time. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Day } from '@/lib/days';
import { answered, client } from './client';
import { keys } from './keys';
import type { components } from './schema';

export type CalendarActivity = components['schemas']['CalendarActivity'];
export type CalendarSpan = components['schemas']['CalendarSpan'];
export type CalendarLayer = components['schemas']['Layer'];

// What others do with what belongs to no deal is not told live.
const AGAIN_MS = 60_000;

/** From a day up to another, which is shown no more. */
export const calendarQuery = (first: Day, last: Day, layers: readonly CalendarLayer[]) =>
  queryOptions({
    queryKey: keys.calendar(first, last, layers),
    queryFn: () => answered(client.GET('/api/v1/activities', { params: { query: { from: first, to: last, whose: [...layers] } } })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
