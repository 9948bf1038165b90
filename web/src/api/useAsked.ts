/** What a dialog with one request shares: the sentence of a refusal, shown where it was asked. */
import { useState } from 'react';
import type { Act } from './acts';
import type { Problem } from './problem';
import { refusalInFull } from './refusals';
import { useAct } from './useAct';

export function useAsked<Input, Output>(act: Act<Input, Output>, done: (output: Output, input: Input) => void) {
  const [failure, setFailure] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { mutate, isPending } = useAct(act, {
    done,
    refused: (refusal) => {
      setProblem(refusal);
      setFailure(refusalInFull(refusal));
      return true;
    },
  });
  return { mutate, isPending, failure, setFailure, problem };
}
