/** Saving a note; what goes wrong is told beside the words, which stay. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '@/api/acts';
import type { Note } from '@/api/belongings';
import { refusalSentence } from '@/api/refusals';
import { useAct } from '@/api/useAct';
import { announceNow } from '@/lib/announcing';

export function useNoteAct<Input>(act: Act<Input, Note>, done: () => void) {
  const { t } = useTranslation();
  const [failure, setFailure] = useState<string | null>(null);
  const [isConflict, setConflict] = useState(false);
  const { mutate, isPending } = useAct(act, {
    done,
    refused: (problem) => {
      setConflict(problem.code === 'conflict');
      const sentence = problem.code === 'conflict' ? t('notes.conflict') : refusalSentence(problem);
      setFailure(sentence);
      announceNow(sentence);
      return true;
    },
  });
  const run = (input: Input) => {
    setFailure(null);
    setConflict(false);
    mutate(input);
  };
  return { run, failure, isConflict, isSaving: isPending };
}
