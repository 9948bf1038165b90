/** Where activities stand in the calendar, where they are put, and what is at the same time. */
import type { ActivitySaid } from '@/api/agenda';
import type { CalendarActivity } from '@/api/calendar';
import { categoryOf } from '@/features/activities/activityValues';
import type { Day } from '@/lib/days';
import { wallOf } from '@/lib/zoned';
import type { Span } from './spans';

const HOUR_MS = 3_600_000;
const lanes = ['all_day', 'task', 'timed'];

/** The day it is shown on: an unfinished task of the past stands on today. */
export function dayOf(activity: CalendarActivity, zone: string, today: Day): Day {
  if (activity.late_since !== null) return today;
  return activity.starts_at === null ? (activity.on_day ?? today) : wallOf(zone, new Date(activity.starts_at)).day;
}

export function isMovable({ status, may_change: mayChange }: CalendarActivity): boolean {
  return status === 'active' && mayChange;
}

/** Where something was dropped: on a day, or from one time to another. */
export interface Dropped {
  day: Day;
  starts: Date | null;
  ends: Date | null;
}

/** What the server is told of it. What had a time and is put on a day is for all of it. */
export function saidOfDrop({ category }: CalendarActivity, { day, starts, ends }: Dropped): ActivitySaid {
  if (starts === null) return { category: category === 'task' ? 'task' : 'all_day', on_day: day, starts_at: null, ends_at: null };
  const ending = ends ?? new Date(starts.getTime() + HOUR_MS);
  return { category: 'timed', on_day: null, starts_at: starts.toISOString(), ends_at: ending.toISOString() };
}

export function timesIn({ category, on_day, starts_at, ends_at }: CalendarActivity): ActivitySaid {
  return { category: categoryOf(category), on_day, starts_at, ends_at };
}

/** The activity as it will be, until the server answers. */
export function moved(activity: CalendarActivity, said: ActivitySaid, today: Day): CalendarActivity {
  const { category = activity.category, on_day: day = null, starts_at: starts = null, ends_at: ends = null } = said;
  const isLate = category === 'task' && day !== null && day < today;
  return { ...activity, category, on_day: day, starts_at: starts, ends_at: ends, late_since: isLate ? day : null };
}

function inOrder(a: CalendarActivity, b: CalendarActivity): number {
  return lanes.indexOf(a.category) - lanes.indexOf(b.category) || (a.starts_at ?? '').localeCompare(b.starts_at ?? '') || a.id - b.id;
}

/** Day by day, those on which something is to be done; what began before stands on the first. */
export function byDay(activities: readonly CalendarActivity[], { first, last }: Span, zone: string, today: Day): [Day, CalendarActivity[]][] {
  const days = new Map<Day, CalendarActivity[]>();
  for (const activity of activities.toSorted(inOrder)) {
    const own = dayOf(activity, zone, today);
    const day = own < first ? first : own;
    if (day < last) days.set(day, [...(days.get(day) ?? []), activity]);
  }
  return [...days].toSorted(([a], [b]) => a.localeCompare(b));
}
