/** The one shape of every write: run the act, show the guess at once, put it back on refusal, refresh what it touched. */
import { hashKey, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Act } from './acts';
import { isOffline } from '@/lib/connection';
import { asProblem, Problem, UNREACHABLE } from './problem';
import { renew } from './renew';
import { tellRefusal } from './refusals';

interface Around<Input, Output> {
  /** Changes the cache before the answer comes; what it returns puts everything back. */
  guess?: (queries: QueryClient, input: Input) => () => void;
  done?: (output: Output, input: Input) => void;
  /** Answers `true` when it has shown the refusal itself. */
  refused?: (problem: Problem, input: Input) => boolean;
}

/** What is still on its way, of the same kind, changes these: until it is answered they would show what was before it. */
function awaited<Input, Output>(queries: QueryClient, act: Act<Input, Output>, answeredInput: Input): Set<string> {
  const others = queries.getMutationCache().findAll({ status: 'pending', predicate: ({ options, state }) => options.mutationFn === act.run && state.variables !== answeredInput });
  // Of one act all inputs are of one type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return new Set(others.flatMap(({ state }) => act.touches(state.variables as Input)).map((key) => hashKey(key)));
}

export function useAct<Input, Output>(act: Act<Input, Output>, around: Around<Input, Output> = {}) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act.run,
    onMutate: async (input: Input) => {
      // Nothing is kept to be sent later, so nothing may look as if it were done.
      if (isOffline()) throw new Problem(0, { code: UNREACHABLE });
      if (around.guess === undefined) return undefined;
      await Promise.all(act.touches(input).map((queryKey) => queries.cancelQueries({ queryKey })));
      return around.guess(queries, input);
    },
    onError: (error, input, putBack) => {
      putBack?.();
      const problem = asProblem(error);
      if (around.refused?.(problem, input) !== true) tellRefusal(problem);
    },
    onSuccess: (output, input) => around.done?.(output, input),
    onSettled: async (_output, _error, input) => {
      const later = awaited(queries, act, input);
      const stale = act.touches(input).filter((key) => !later.has(hashKey(key)));
      await Promise.all(stale.map((queryKey) => renew(queries, { queryKey })));
    },
  });
}
