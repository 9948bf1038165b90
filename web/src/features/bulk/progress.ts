/** How fast long work goes, and how long it will still take, from what was seen of it. */

export interface Sample {
  at: number;
  done: number;
}

const WINDOW_MS = 10_000;
const STABLE_MS = 2500;

/** The samples of the last seconds; the same figure again is kept too, for standing still is slow. */
export function withSample(samples: readonly Sample[], sample: Sample): Sample[] {
  return [...samples.filter(({ at }) => at > sample.at - WINDOW_MS), sample];
}

export interface Pace {
  perSecond: number;
  secondsLeft: number;
}

/** Nothing before it is stable: seen for a while, and moving. */
export function paceOf(samples: readonly Sample[], total: number): Pace | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length < 3 || last.at - first.at < STABLE_MS || last.done <= first.done) return null;
  const perSecond = ((last.done - first.done) * 1000) / (last.at - first.at);
  return { perSecond, secondsLeft: Math.ceil((total - last.done) / perSecond) };
}

/** Which quarter it has reached, for those who hear it. */
export function quarterOf(done: number, total: number): number {
  return total === 0 ? 4 : Math.floor((done * 4) / total);
}
