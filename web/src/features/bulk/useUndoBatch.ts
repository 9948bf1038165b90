/** Takes a whole batch back, for the deals that nobody has changed since, and says how many that were. */
import { useTranslation } from 'react-i18next';
import { undoBatch } from '@/api/batches';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { showToast } from '@/lib/toasts';

export function useUndoBatch() {
  const { t } = useTranslation();
  return useAct(undoBatch, {
    done: (answer) => {
      const sentence = answer.state === 'running' ? t('bulk.undoing') : t('bulk.undone', { count: answer.counts.changed ?? 0, left: answer.counts.conflict ?? 0 });
      showToast({ sentence, tone: 'done' });
      announce(sentence);
    },
  });
}
