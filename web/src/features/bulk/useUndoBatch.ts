/** Takes a whole batch back, for the deals that nobody has changed since, and says how many that were. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { undoBatch, type Batch } from '@/api/batches';
import { useAct } from '@/api/useAct';
import { tellDone } from '@/lib/telling';
import { forgetUndo, rememberUndo } from '@/lib/undoing';

export function useUndoBatch() {
  const { t } = useTranslation();
  return useAct(undoBatch, {
    done: (answer) => {
      tellDone(answer.state === 'running' ? t('work.undoing') : t('work.undone', { count: answer.counts.changed ?? 0, left: answer.counts.conflict ?? 0 }));
    },
  });
}

const UNTIL_LISTED_MS = 60_000;

/** Lets Ctrl Z take back what has just been done, before the list of batches says until when. */
export function useRememberBatch(): (id: number) => void {
  const { mutate } = useUndoBatch();
  return (id) => rememberUndo({ id: `batch/${id}`, until: new Date(Date.now() + UNTIL_LISTED_MS).toISOString(), undo: () => mutate({ id }) });
}

/** Lets Ctrl Z take back the batches that were made since the page was opened. */
export function useUndoableBatches(batches: readonly Batch[] | undefined): void {
  const { mutate } = useUndoBatch();
  const known = useRef<Set<number> | null>(null);
  useEffect(() => {
    if (batches === undefined) return;
    known.current ??= new Set(batches.map(({ id }) => id));
    for (const { id, can_undo: canUndo, undo_until: until } of batches) {
      if (!canUndo) forgetUndo(`batch/${id}`);
      else if (until !== null && !known.current.has(id)) {
        known.current.add(id);
        rememberUndo({ id: `batch/${id}`, until, undo: () => mutate({ id }) });
      }
    }
  }, [batches, mutate]);
}
