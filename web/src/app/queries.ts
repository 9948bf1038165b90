/** The one query cache, and what happens when the session behind it has ended. */
import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query';
import { asProblem, UNREACHABLE } from '@/api/problem';
import { sessionQuery } from '@/api/queries';
import { connection, connectionBack, connectionLost } from '@/lib/connection';
import { createStore } from '@/lib/store';

export const sessionEnded = createStore(false);
/** Whether it is about to. */
export const sessionEnding = createStore(false);

function watch(error: unknown, isOfSession: boolean): void {
  const problem = asProblem(error);
  if (problem.status === 401 && !isOfSession) sessionEnded.set(true);
  if (problem.code === UNREACHABLE) connectionLost(new Date());
}

// By default the news of an act waits for a timer, and a key pressed meanwhile finds the page as if nothing were under way.
notifyManager.setScheduler(queueMicrotask);

export const queries = new QueryClient({
  queryCache: new QueryCache({
    onSuccess: connectionBack,
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

const AGAIN_MS = 5000;
let isKnocking = false;

/** A stream that broke says little: what counts is whether the server answers, and whether it still knows us. */
async function knock(): Promise<void> {
  if (isKnocking) return;
  isKnocking = true;
  while (connection.get().state === 'lost') {
    try {
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
      connectionBack();
    } catch (error) {
      if (asProblem(error).status === 401) {
        connectionBack();
        sessionEnded.set(true);
      } else await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
  isKnocking = false;
}

connection.watch(() => {
  if (connection.get().state === 'lost') void knock();
});
