/** The list or column a deal was opened from, so that its neighbours are one key away; kept for this tab alone. */

export interface Trail {
  /** The deals in the order they were shown in. */
  ids: readonly number[];
  /** What the way back is called, and where it leads. */
  name: string;
  href: string;
}

const KEPT_AS = 'stageline.trail';
const MOST = 1000;

function isTrail(value: unknown): value is Trail {
  return typeof value === 'object' && value !== null && 'ids' in value && Array.isArray(value.ids) && 'name' in value && 'href' in value;
}

export function keepTrail(trail: Trail): void {
  sessionStorage.setItem(KEPT_AS, JSON.stringify({ ...trail, ids: trail.ids.slice(0, MOST) }));
}

/** Nothing when the deal was not opened from a list. */
export function trailOf(id: number): Trail | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? 'null');
    return isTrail(kept) && kept.ids.includes(id) ? kept : null;
  } catch {
    return null;
  }
}

export interface Place {
  position: number;
  count: number;
  before: number | undefined;
  after: number | undefined;
}

export function placeIn({ ids }: Trail, id: number): Place {
  const at = ids.indexOf(id);
  return { position: at + 1, count: ids.length, before: ids[at - 1], after: ids[at + 1] };
}

let returning: number | null = null;

/** The deal whose record was left for a list, where the focus goes back to it. */
export function keepReturn(id: number | null): void {
  returning = id;
}

/** Once: whoever walks on from there is not called back. */
export function takeReturn(): number | null {
  const taken = returning;
  returning = null;
  return taken;
}
