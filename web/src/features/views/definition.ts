/** Whether what a screen shows is what a view says. */
import { readFilter } from '@/api/filter';
import type { ViewDefinition } from '@/api/list';

/** With its keys in order, so that two that say the same are written the same. */
function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => written(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined && each !== null)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, written(each)]),
  );
}

function whole({ filter, sort, columns, group, folded }: ViewDefinition): unknown {
  return written({ filter: readFilter({ ...filter }), sort, columns: columns ?? [], group, folded: folded ?? [] });
}

export function isSame(one: ViewDefinition, other: ViewDefinition): boolean {
  return JSON.stringify(whole(one)) === JSON.stringify(whole(other));
}
