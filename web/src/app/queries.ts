/** The one query cache, and what happens when the session behind it has ended. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { asProblem, UNREACHABLE } from '@/api/problem';
import { connectionBack, connectionLost } from '@/lib/connection';
import { createStore } from '@/lib/store';

export const sessionEnded = createStore(false);

function watch(error: unknown, isOfSession: boolean): void {
  const problem = asProblem(error);
  if (problem.status === 401 && !isOfSession) sessionEnded.set(true);
  if (problem.code === UNREACHABLE) connectionLost(new Date());
}

export const queries = new QueryClient({
  queryCache: new QueryCache({
    onSuccess: () => void connectionBack(),
    onError: (error, query) => watch(error, query.queryKey[0] === 'session'),
  }),
  mutationCache: new MutationCache({ onError: (error, input) => watch(error, typeof input === 'object' && input !== null && 'password' in input) }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      networkMode: 'always',
      retry: (count, error) => count < 2 && (asProblem(error).status === 0 || asProblem(error).status >= 500),
    },
    mutations: { networkMode: 'always' },
  },
});
