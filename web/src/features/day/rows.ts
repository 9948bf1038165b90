/** What there is to say of one line of a day, and what can be done with it now. */
import type { Day, DayRow } from '@/api/day';
import { daysBetween, type Day as CalendarDay } from '@/lib/days';
import type { Formats } from '@/lib/formats';
import { paths } from '@/lib/paths';

export type DayAct = 'book' | 'outcome' | 'send' | 'invite' | 'complete';

export function keyOf({ action_id: action, activity_id: activity }: Pick<DayRow, 'action_id' | 'activity_id'>): string {
  return action === null ? `activity-${activity ?? 0}` : `action-${action}`;
}

export function rowsOf({ late, today, next }: Pick<Day, 'late' | 'today' | 'next'>): DayRow[] {
  return [...late, ...today, ...next];
}

/** The one act that fits; nothing is left to do with what is done and told. */
export function actOf(row: Pick<DayRow, 'type' | 'activity' | 'is_done' | 'may_do' | 'opportunity_id' | 'action_id'>): DayAct | null {
  const { type, activity } = row;
  const isActive = activity?.status === 'active';
  if (!row.may_do) return null;
  if (activity?.is_outcome_pending === true || (!row.is_done && isActive && activity.is_tracked)) return 'outcome';
  if (row.is_done) return null;
  if (isActive || row.opportunity_id === null) return 'complete';
  if (type === 'letter') return 'send';
  if (type === 'gathering') return 'invite';
  return type === 'calendar_activity' && activity?.status !== 'done' ? 'book' : 'complete';
}

/** Whether it can be chosen to be completed together with others. */
export function isOpen({ is_done: isDone, may_do: mayDo }: Pick<DayRow, 'is_done' | 'may_do'>): boolean {
  return !isDone && mayDo;
}

/** Where letters are written and contacts invited; with an action, it is asked for at once. */
export function whereDone(opportunityId: number, actionId: number | null = null) {
  return { to: paths.record, params: { opportunityId }, search: { ...(actionId !== null && { action: actionId }) } } as const;
}

const short = (locale: string, options: Intl.DateTimeFormatOptions, day: CalendarDay) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(new Date(`${day}T00:00:00Z`));

/** The weekday within a week, else the date; with the time of day where it has one. */
export function whenOf(row: Pick<DayRow, 'day' | 'at'>, today: CalendarDay, formats: Pick<Formats, 'locale' | 'time'>): string {
  const away = Math.abs(daysBetween(today, row.day));
  const time = row.at === null ? [] : [formats.time(new Date(row.at))];
  if (away === 0) return time.join('');
  const day = short(formats.locale, away <= 7 ? { weekday: 'short' } : { day: 'numeric', month: 'short' }, row.day);
  return [day, ...time].join(' ');
}

export function dayTitle(day: CalendarDay, locale: string): string {
  return short(locale, { weekday: 'long', day: 'numeric', month: 'long' }, day);
}

/** Before which of today's lines the present time stands: after all that has a time that is over. */
export function placeOfNow(rows: readonly Pick<DayRow, 'at'>[], now: number): number {
  const later = rows.findIndex(({ at }) => at === null || Date.parse(at) > now);
  return later === -1 ? rows.length : later;
}

/** The address of a call, where the place of an activity is one. */
export function joinAddress(location: string | null): string | null {
  return location !== null && /^https:\/\/\S+$/u.test(location) ? location : null;
}
