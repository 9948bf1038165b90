/** The days that a view of the calendar shows, and the day it shows next. */
import { addDays, type Day } from '@/lib/days';

export const calendarViews = ['day', 'week', 'month', 'agenda'] as const;
export type CalendarView = (typeof calendarViews)[number];

/** `last` is the first day that is shown no more. */
export interface Span {
  first: Day;
  last: Day;
}

const AGENDA_DAYS = 14;

export function viewIn(value: unknown): CalendarView | undefined {
  return calendarViews.find((known) => known === value);
}

/** Monday is 1. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function weekOf(day: Day, weekStart: number): Day {
  return addDays(day, -((weekdayOf(day) - weekStart + 7) % 7));
}

function monthAway(day: Day, count: number): Day {
  const date = new Date(`${day.slice(0, 8)}01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return date.toISOString().slice(0, 10);
}

/** A month comes with the rest of its first and last week. */
export function spanOf(view: CalendarView, day: Day, weekStart: number): Span {
  if (view === 'day') return { first: day, last: addDays(day, 1) };
  if (view === 'agenda') return { first: day, last: addDays(day, AGENDA_DAYS) };
  if (view === 'week') {
    const first = weekOf(day, weekStart);
    return { first, last: addDays(first, 7) };
  }
  return { first: weekOf(monthAway(day, 0), weekStart), last: addDays(weekOf(addDays(monthAway(day, 1), -1), weekStart), 7) };
}

/** What is named in the head: a month without its neighbours' days. */
export function namedSpan(view: CalendarView, day: Day, weekStart: number): Span {
  return view === 'month' ? { first: monthAway(day, 0), last: monthAway(day, 1) } : spanOf(view, day, weekStart);
}

/** The same view so many steps on; the same day of the month where it has one, else its last. */
export function stepped(view: CalendarView, day: Day, count: number): Day {
  if (view === 'day') return addDays(day, count);
  if (view === 'week') return addDays(day, 7 * count);
  if (view === 'agenda') return addDays(day, AGENDA_DAYS * count);
  const first = monthAway(day, count);
  const wanted = addDays(first, Number(day.slice(8)) - 1);
  return wanted.slice(0, 7) === first.slice(0, 7) ? wanted : addDays(monthAway(first, 1), -1);
}

export function titleOf(view: CalendarView, { first, last }: Span, locale: string): string {
  const begins = new Date(`${first}T00:00:00Z`);
  const parts = {
    day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    week: { day: 'numeric', month: 'short', year: 'numeric' },
    month: { month: 'long', year: 'numeric' },
    agenda: { day: 'numeric', month: 'short', year: 'numeric' },
  } as const;
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...parts[view] });
  if (view === 'day' || view === 'month') return format.format(begins);
  return format.formatRange(begins, new Date(`${addDays(last, -1)}T00:00:00Z`));
}
