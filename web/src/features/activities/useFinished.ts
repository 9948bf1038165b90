/** Telling what a completion came to: what was done, where the deal went with it, or what holds it back. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { heldProblem, type Finished, type StageTold } from '@/api/agenda';
import { followingWords } from '@/api/following';
import { keys } from '@/api/keys';
import { refusalSentence } from '@/api/refusals';
import { useUndo } from '@/api/useMove';
import { announce, announceNow } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { commandKey } from '@/lib/keyboard';
import { paths } from '@/lib/paths';
import { showToast } from '@/lib/toasts';
import { rememberUndo } from '@/lib/undoing';

interface About {
  opportunityId: number | null;
  /** Of the deal. */
  deal: string;
  sentence: string;
  /** Whether a person chose where it goes, so that what is missing is asked for at once. */
  isChosen: boolean;
}

export function useFinished() {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const undo = useUndo();

  const held = (stage: StageTold, { opportunityId, isChosen }: About) => {
    const problem = heldProblem(stage);
    const names = new Intl.ListFormat(formats.locale, { type: 'conjunction' }).format(problem.missing.map(({ name }) => name));
    const sentence = t('advance.held', { stage: stage.stage_name ?? '', count: problem.missing.length, names, why: refusalSentence(problem) });
    showToast({ sentence, tone: 'refused' });
    announceNow(sentence);
    // Somebody wanted to go there: what is missing stands in the sheet, with the fields to put it right.
    if (!isChosen || opportunityId === null || stage.stage_id === null) return;
    // The plan of before asks about what is done by now.
    queries.removeQueries({ queryKey: keys.options(opportunityId) });
    void navigate({ to: paths.newMove, params: { opportunityId }, search: { to: stage.stage_id } });
  };

  return ({ stage, events }: Finished, about: About) => {
    const { opportunityId, deal, sentence } = about;
    const isMoved = stage?.result === 'moved';
    const parts = [sentence, ...(isMoved ? [t('move.moved', { name: deal, stage: stage.stage_name ?? '' })] : []), ...followingWords(t, formats, events)];
    const words = parts.length === 1 ? sentence : parts.map((each) => t('move.sentence', { each })).join(' ');
    announce(words);
    const { move_id: moveId = null, undo_until: until = null } = stage ?? {};
    if (isMoved && opportunityId !== null && moveId !== null && until !== null) {
      const takeBack = () => undo.mutate({ id: opportunityId, moveId, name: deal });
      const toast = showToast({ sentence: words, tone: 'done', act: { label: t('move.undo'), keys: `${commandKey} Z`, run: takeBack } });
      rememberUndo({ id: `move/${moveId}`, until, toast, undo: takeBack });
    } else showToast({ sentence: words, tone: 'done' });
    if (stage?.result === 'held') held(stage, about);
  };
}
