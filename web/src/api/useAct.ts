/** The one shape of every write: run the act, show the guess at once, put it back on refusal, refresh what it touched. */
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Act } from './acts';
import { isOffline } from '@/lib/connection';
import { asProblem, Problem, UNREACHABLE } from './problem';
import { tellRefusal } from './refusals';

interface Around<Input, Output> {
  /** Changes the cache before the answer comes; what it returns puts everything back. */
  guess?: (queries: QueryClient, input: Input) => () => void;
  done?: (output: Output, input: Input) => void;
  /** Answers `true` when it has shown the refusal itself. */
  refused?: (problem: Problem, input: Input) => boolean;
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
      await Promise.all(act.touches(input).map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
}
