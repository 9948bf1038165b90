/** Periods of a goal: what they are called, and which come next. */
import type { PeriodType, SalesTarget } from '@/api/targets';
import type { Day } from '@/lib/days';
import { addDays } from '@/lib/days';
import { once } from '@/lib/once';

interface Span {
  starts_on: Day;
  last_on: Day;
}

const writer = once(
  (locale: string, parts: string) =>
    new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      ...(parts.includes('d') && { day: 'numeric' }),
      month: parts.includes('L') ? 'long' : 'short',
      ...(parts.includes('y') && { year: 'numeric' }),
    }),
);

function date(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** "November", "16 – 22 Nov", "Oct – Dec", "Nov 2026 – Oct 2027"; the year where it is another one. */
export function periodName({ starts_on: first, last_on: last }: Span, type: PeriodType, locale: string, today: Day): string {
  const year = [first, last].every((day) => day.startsWith(today.slice(0, 4))) ? '' : 'y';
  if (type === 'month') return writer(locale, `L${year}`).format(date(first));
  if (type === 'week') return writer(locale, `d${year}`).formatRange(date(first), date(last));
  return writer(locale, type === 'year' ? 'y' : year).formatRange(date(first), date(last));
}

/** A day without its weekday, and without the year it is. */
export function plainDay(day: Day, locale: string, today: Day): string {
  return writer(locale, day.startsWith(today.slice(0, 4)) ? 'd' : 'dy').format(date(day));
}

const MONTHS: Record<Exclude<PeriodType, 'week'>, number> = { month: 1, quarter: 3, year: 12 };

function monthsLater(day: Day, count: number): Day {
  const next = date(day);
  next.setUTCMonth(next.getUTCMonth() + count);
  return next.toISOString().slice(0, 10);
}

function startAfter(first: Day, type: PeriodType): Day {
  return type === 'week' ? addDays(first, 7) : monthsLater(first, MONTHS[type]);
}

/** The period that begins on a day, and those after it. */
export function periodsFrom(first: Day, type: PeriodType, count: number): Span[] {
  const spans: Span[] = [];
  for (let start = first; spans.length < count; ) {
    const next = startAfter(start, type);
    spans.push({ starts_on: start, last_on: addDays(next, -1) });
    start = next;
  }
  return spans;
}

/** Whether the period that begins on that day has a number for itself alone. */
export function hasOwnNumber(numbers: SalesTarget['numbers'], first: Day): boolean {
  return numbers.some((each) => each.is_once && each.from_on === first);
}
