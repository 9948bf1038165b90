/** Calendar days as the API writes them (`2026-11-24`), counted in the organisation's zone. */
import { once } from './once';

export type Day = string;

const calendarOf = once((zone: string) => new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }));

export function dayIn(zone: string, instant: Date): Day {
  return calendarOf(zone).format(instant);
}

function utc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** Days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to) - utc(from)) / 86_400_000);
}

export function addDays(day: Day, count: number): Day {
  return new Date(utc(day) + count * 86_400_000).toISOString().slice(0, 10);
}

type DueState = 'late' | 'today' | 'planned';

export function dueState(day: Day, today: Day): DueState {
  const left = daysBetween(today, day);
  if (left < 0) return 'late';
  return left === 0 ? 'today' : 'planned';
}

/** Whether it is one, as an address or a field may say it. */
export function isDay(value: string): boolean {
  return /^\d{4}-\d\d-\d\d$/u.test(value) && !Number.isNaN(Date.parse(value)) && addDays(value, 0) === value;
}
