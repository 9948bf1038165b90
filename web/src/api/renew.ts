import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/** Reads again what has changed. What is just being read for the first time the library would leave at that, although it may have been read before the change. */
export async function renew(queries: QueryClient, which: QueryFilters): Promise<void> {
  const first = queries.getQueryCache().findAll({ ...which, fetchStatus: 'fetching' }).filter(({ state }) => state.data === undefined);
  for (const { queryKey, promise } of first) {
    promise?.then(() => queries.invalidateQueries({ queryKey, exact: true })).catch(() => undefined);
  }
  await queries.invalidateQueries(which);
}
