/** Where things stand in the chart of one period: days from left to right, what was reached from below. */
import type { TargetCourse } from '@/api/targets';
import { addDays, daysBetween, type Day } from '@/lib/days';

export interface Frame {
  width: number;
  height: number;
}

export interface Scale {
  x: (day: Day) => number;
  y: (value: number) => number;
  /** What stands at the lines across. */
  levels: readonly number[];
}

const STEPS = 4;

/** One, two or five times a power of ten, and whole. */
function step(highest: number): number {
  const rough = Math.max(highest / STEPS, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return factor * power;
}

export function scaleOf(course: TargetCourse, number: number, { width, height }: Frame): Scale {
  const days = Math.max(daysBetween(course.starts_on, course.last_on), 1);
  const highest = Math.max(number, course.reached.at(-1)?.value ?? 0, 1);
  const apart = step(highest);
  const levels = Array.from({ length: Math.floor(highest / apart) + 1 }, (_, place) => place * apart);
  return {
    x: (day) => (Math.min(Math.max(daysBetween(course.starts_on, day), 0), days) / days) * width,
    y: (value) => height - (value / highest) * height,
    levels,
  };
}

/** As much as the word for today takes beside its line. */
const TODAY = 56;

/** To which side the words of today's line and of the goal begin, so that neither is cut off nor stands over the other. */
export function anchorsAt(today: number, width: number): { today: 'start' | 'end'; goal: 'start' | 'end' } {
  return { today: today < TODAY ? 'start' : 'end', goal: today > width / 2 ? 'start' : 'end' };
}

/** Up at each thing that counted, and level between them, until today or the last day. */
export function reachedLine(course: TargetCourse, scale: Scale): string {
  const until = course.today ?? course.last_on;
  const steps = course.reached.map(({ on, value }) => `H${scale.x(on)}V${scale.y(value)}`);
  return `M0 ${scale.y(0)}${steps.join('')}H${scale.x(until)}`;
}

export function expectedLine(course: TargetCourse, scale: Scale): string {
  return course.expected.map(({ on, value }, place) => `${place === 0 ? 'M' : 'L'}${scale.x(on)} ${scale.y(value)}`).join('');
}

/** The days that are named below: every seventh, or in a long period the first of its months. */
export function namedDays({ starts_on: first, last_on: last }: Pick<TargetCourse, 'starts_on' | 'last_on'>): Day[] {
  const days = Array.from({ length: daysBetween(first, last) + 1 }, (_, away) => addDays(first, away));
  if (days.length > 40) return days.filter((day) => day.endsWith('-01')).filter((_, place, all) => all.length <= 4 || place % 3 === 0);
  if (days.length < 10) return days;
  const weekly = days.filter((_, away) => away % 7 === 0 && days.length - away > 4);
  return [...weekly, last];
}
