/** An activity as it is filled in: a day and times on the clocks of whoever looks, and what the server is told of it. */
import type { ActivitySaid } from '@/api/agenda';
import type { CalendarActivity } from '@/api/calendar';
import type { Day } from '@/lib/days';
import type { Formats } from '@/lib/formats';
import { addMinutes, instantOf, wallOf } from '@/lib/zoned';

const categories = ['timed', 'all_day', 'task'] as const;
const types = ['meeting', 'call', 'to_do', 'personal'] as const;

export type Category = (typeof categories)[number];
export type ActivityType = (typeof types)[number];

export interface ActivityValues {
  category: Category;
  type: ActivityType;
  subject: string;
  location: string;
  remarks: string;
  day: Day;
  start: string;
  end: string;
  isTracked: boolean;
  /** Those who take part are asked to come by mail; only to what has a time of day. */
  invites: boolean;
  /** How many minutes before they are reminded; empty for not at all. */
  reminder: string;
}

export function categoryOf(value: unknown): Category {
  return categories.find((known) => known === value) ?? 'timed';
}

export function typeOf(value: unknown): ActivityType {
  return types.find((known) => known === value) ?? 'meeting';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** From what the server says of an activity, or proposes for one; on that day at nine when it has no time yet. */
export function valuesOf(told: unknown, zone: string, today: Day): ActivityValues {
  const said = isObject(told) ? told : {};
  const wall = (value: unknown) => (typeof value === 'string' ? wallOf(zone, new Date(value)) : null);
  const starts = wall(said.starts_at);
  const ends = wall(said.ends_at);
  const day = text(said.on_day);
  return {
    category: categoryOf(said.category),
    type: typeOf(said.type),
    subject: text(said.subject),
    location: text(said.location),
    remarks: text(said.remarks),
    day: starts?.day ?? (day === '' ? today : day),
    start: starts?.time ?? '09:00',
    end: ends?.time ?? '10:00',
    isTracked: said.is_tracked === true,
    invites: said.invites === true,
    reminder: typeof said.reminder_minutes === 'number' ? String(said.reminder_minutes) : '',
  };
}

/** The same length at another time of day. */
export function startingAt(values: ActivityValues, start: string): ActivityValues {
  const minutes = (Date.parse(`1970-01-01T${values.end}:00Z`) - Date.parse(`1970-01-01T${values.start}:00Z`)) / 60_000;
  const isTime = /^\d\d:\d\d$/u.test(start) && Number.isFinite(minutes);
  return { ...values, start, ...(isTime && { end: addMinutes({ day: '1970-01-01', time: start }, minutes).time }) };
}

export interface Times {
  starts_at: string | null;
  ends_at: string | null;
  on_day: string | null;
}

/** When it is; one that ends before it starts ends on the day after. Nothing when no such time can be read. */
export function timesOf({ category, day, start, end }: ActivityValues, zone: string): Times | null {
  if (category !== 'timed') return day === '' ? null : { starts_at: null, ends_at: null, on_day: day };
  const begins = { day, time: start };
  const startsAt = instantOf(zone, begins);
  if (startsAt === null) return null;
  const over = end <= start ? addMinutes({ day, time: end }, 24 * 60) : { day, time: end };
  const endsAt = instantOf(zone, over);
  return endsAt === null ? null : { starts_at: startsAt, ends_at: endsAt, on_day: null };
}

export function saidOf(values: ActivityValues, times: Times): ActivitySaid {
  const { category, type, subject, location, remarks, isTracked, invites, reminder } = values;
  return {
    category,
    type,
    subject: subject.trim(),
    location: location.trim() === '' ? null : location.trim(),
    remarks: remarks.trim() === '' ? null : remarks.trim(),
    is_tracked: isTracked,
    invites: invites && category === 'timed',
    reminder_minutes: reminder === '' ? null : Number(reminder),
    ...times,
  };
}

export type Busy = Pick<CalendarActivity, 'id' | 'subject' | 'status' | 'starts_at' | 'ends_at'>;

/** What is to be done at the same time; all-day activities and tasks are in nobody's way. */
export function atTheSameTime({ starts_at: starts, ends_at: ends }: Partial<Times>, others: readonly Busy[], except: number | null): Busy[] {
  if (typeof starts !== 'string' || typeof ends !== 'string') return [];
  const [from, to] = [Date.parse(starts), Date.parse(ends)];
  return others.filter(
    (other) => other.id !== except && other.status === 'active' && other.starts_at !== null && other.ends_at !== null && Date.parse(other.starts_at) < to && Date.parse(other.ends_at) > from,
  );
}

/** The first full hour after now, on a day that is today; nine on any other. */
export function usualStart(day: Day, zone: string, now: Date): string {
  const wall = wallOf(zone, now);
  const hour = wall.day === day ? Math.min(Number(wall.time.slice(0, 2)) + 1, 23) : 9;
  return `${String(hour).padStart(2, '0')}:00`;
}

export function whenOf(formats: Formats, { starts_at: starts, on_day: day }: ActivitySaid): string {
  if (typeof starts === 'string') return formats.instant(starts);
  return typeof day === 'string' ? formats.day(day) : '';
}
