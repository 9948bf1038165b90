/** What a dialog with one request shares: the sentence of a refusal, shown where it was asked. */
import { useState } from 'react';
import type { Act } from './acts';
import { refusalSentence } from './refusals';
import { useAct } from './useAct';

export function useAsked<Input, Output>(act: Act<Input, Output>, done: (output: Output) => void) {
  const [failure, setFailure] = useState<string | null>(null);
  const { mutate, isPending } = useAct(act, {
    done,
    refused: (problem) => {
      setFailure([refusalSentence(problem), ...problem.missing.map(({ remedy }) => remedy)].join(' '));
      return true;
    },
  });
  return { mutate, isPending, failure, setFailure };
}
