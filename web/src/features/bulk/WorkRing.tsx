/** The ring in the navigation while work goes on or has just ended, and what is heard of it; the tray opens from it. */
import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { batchesQuery, isRunning, type Batch } from '@/api/batches';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { later } from '@/lib/later';
import { usePopup } from '@/ui/popup';
import { batchFacts } from './batchFacts';
import { quarterOf } from './progress';
import { useUndoableBatches } from './useUndoBatch';
import classes from './Work.module.css';

const WorkTray = later(async () => (await import('./WorkTray')).WorkTray);
const ROUND = 2 * Math.PI * 7;

/** Speaks at the start, at every quarter and at the end, of what runs in the background. */
function useSpokenProgress(batches: readonly Batch[]): void {
  const { t } = useTranslation();
  const formats = useFormats();
  const told = useRef(new Map<number, number>());
  useEffect(() => {
    for (const batch of batches) {
      const before = told.current.get(batch.id);
      if (!isRunning(batch)) {
        if (before !== undefined) announce(t(`work.state.${batch.state}`, batchFacts(batch, formats)));
        told.current.delete(batch.id);
      } else if (before === undefined || quarterOf(batch.done, batch.total) > before) {
        told.current.set(batch.id, quarterOf(batch.done, batch.total));
        announce(before === undefined ? t('work.started', { count: batch.total }) : t('work.progress', batchFacts(batch, formats)));
      }
    }
  }, [batches, formats, t]);
}

function Ring({ share }: { share: number }) {
  return (
    <svg viewBox="0 0 17 17" className={classes.ring} aria-hidden>
      <circle cx="8.5" cy="8.5" r="7" />
      <circle cx="8.5" cy="8.5" r="7" strokeDasharray={`${ROUND * share} ${ROUND}`} />
    </svg>
  );
}

const none: readonly Batch[] = [];

export function WorkRing({ className }: { className: string | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data } = useQuery(batchesQuery);
  const batches = data ?? none;
  const { place, close, button } = usePopup('dialog');
  useSpokenProgress(batches);
  useUndoableBatches(data);
  if (batches.length === 0) return null;
  const running = batches.filter((batch) => isRunning(batch));
  const sum = (of: (batch: Batch) => number) => running.reduce((total, batch) => total + of(batch), 0);
  const done = sum((batch) => batch.done);
  const total = sum((batch) => batch.total);
  return (
    <>
      <button type="button" className={className} aria-label={running.length > 0 ? t('work.ringRunning', { done: formats.number(done), total: formats.number(total) }) : t('work.title')} {...button}>
        <Ring share={total === 0 ? 1 : done / total} />
        <span>{t('work.title')}</span>
      </button>
      <Suspense>{place !== null && <WorkTray at={place} batches={batches} onClose={close} />}</Suspense>
    </>
  );
}
