/** A day and a time of day on the clocks of a zone, as people say them, and the instant that it is. */
import { once } from './once';
import type { Day } from './days';

const clockOf = once(
  (zone: string) => new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }),
);

export interface Wall {
  day: Day;
  /** `09:00`. */
  time: string;
}

export function wallOf(zone: string, instant: Date): Wall {
  const parts = new Map(clockOf(zone).formatToParts(instant).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return { day: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
}

function utc({ day, time }: Wall): number {
  return Date.parse(`${day}T${time}:00Z`);
}

/** Nothing when it is no day or no time. A time that the clocks leave out is the one after the gap. */
export function instantOf(zone: string, wall: Wall): string | null {
  const wanted = utc(wall);
  if (Number.isNaN(wanted)) return null;
  // The second look is for instants whose offset is another one than at the first guess.
  let instant = wanted;
  for (let looks = 0; looks < 2; looks += 1) instant += wanted - utc(wallOf(zone, new Date(instant)));
  return new Date(instant).toISOString();
}

export function addMinutes(wall: Wall, minutes: number): Wall {
  const [day = '', time = ''] = new Date(utc(wall) + minutes * 60_000).toISOString().split('T');
  return { day, time: time.slice(0, 5) };
}
