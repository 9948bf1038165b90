/** Says two minutes before a session ends that it does; one that was used meanwhile ends later, so that is asked first. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sessionQuery } from '@/api/queries';
import { sessionEnded, sessionEnding } from '../queries';

const WARNING_MS = 120_000;
// Longer than that no timer waits.
const LONGEST_MS = 2_000_000_000;

export function useSessionEnd(): void {
  const queries = useQueryClient();
  const { data, dataUpdatedAt } = useQuery(sessionQuery);
  const endsAt = data?.ends_at ?? null;
  useEffect(() => {
    if (endsAt === null) return undefined;
    const left = new Date(endsAt).getTime() - Date.now();
    const warn = () => {
      const usedAt = Math.max(...queries.getQueryCache().getAll().map(({ state }) => state.dataUpdatedAt));
      if (usedAt > dataUpdatedAt) void queries.refetchQueries({ queryKey: sessionQuery.queryKey });
      else sessionEnding.set(true);
    };
    const end = () => {
      sessionEnding.set(false);
      sessionEnded.set(true);
    };
    sessionEnding.set(false);
    if (left > LONGEST_MS) return undefined;
    const timers = [setTimeout(warn, Math.max(0, left - WARNING_MS)), setTimeout(end, Math.max(0, left))];
    return () => timers.forEach((timer) => clearTimeout(timer));
  }, [queries, endsAt, dataUpdatedAt]);
}
