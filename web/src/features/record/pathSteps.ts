/** Where a path was left for good, and how the arrows walk along it. */
import type { PathStep } from '@/api/types';

/** The stage in which a deal was lost or disqualified: the last one it really stood in. */
export function lostAt(path: readonly PathStep[]): number | null {
  const outcome = path.find(({ state }) => state === 'current')?.stage.type;
  if (outcome !== 'lost' && outcome !== 'disqualified') return null;
  return path.findLast(({ stage, state }) => stage.type === 'open' && state === 'done')?.stage.id ?? null;
}

/** The place an arrow leads to; the line runs from the right where people read from there. */
export function arrowStep(key: string, at: number, count: number, isFromRight: boolean): number | null {
  const forward = isFromRight ? 'ArrowLeft' : 'ArrowRight';
  const back = isFromRight ? 'ArrowRight' : 'ArrowLeft';
  const places: Readonly<Record<string, number>> = { [forward]: Math.min(at + 1, count - 1), [back]: Math.max(at - 1, 0), Home: 0, End: count - 1 };
  return places[key] ?? null;
}
