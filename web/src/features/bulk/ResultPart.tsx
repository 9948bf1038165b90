/** The third part: how far it is, and what became of each deal. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { batchItemsQuery, batchQuery, isRunning, itemsFile, type Batch, type Result } from '@/api/batches';
import { useFormats } from '@/lib/formats';
import { Button, Skeleton } from '@/ui/controls';
import { Tag, type Tone } from '@/ui/Tag';
import { WonLine } from '@/ui/WonLine';
import { batchFacts } from './batchFacts';
import { AGAIN, countOf } from './groups';
import { ItemLine } from './ItemLine';
import { useUndoBatch } from './useUndoBatch';
import { WorkProgress } from './WorkProgress';
import classes from './BulkSheet.module.css';

const tones: Record<Result, Tone> = {
  changed: 'won',
  unchanged: 'plain',
  blocked: 'late',
  conflict: 'soon',
  not_allowed: 'soon',
  skipped: 'plain',
  not_found: 'plain',
};
const order: readonly Result[] = ['changed', 'unchanged', 'blocked', 'conflict', 'not_allowed', 'skipped', 'not_found'];

function Results({ batch, result }: { batch: Batch; result: Result | null }) {
  const { t } = useTranslation();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(batchItemsQuery(batch.id, result));
  if (data === undefined) return <Skeleton height={160} />;
  return (
    <>
      <ul className={classes.results}>
        {data.pages.flatMap(({ items }) =>
          items.map((item) => (
            <li key={item.opportunity_id}>
              <ul><ItemLine item={item} /></ul>
              <Tag tone={tones[item.result]}>{t(`bulk.result.${item.result}`)}</Tag>
            </li>
          )),
        )}
      </ul>
      {hasNextPage && <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('bulk.showMore')}</Button>}
    </>
  );
}

export function ResultPart({ id, isWinning = false }: { id: number; isWinning?: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: batch } = useQuery(batchQuery(id));
  const [wanted, setWanted] = useState<Result | null>(null);
  if (batch === undefined) return <Skeleton height={160} />;
  const counts = order.map((result) => ({ result, count: batch.counts[result] ?? 0 })).filter(({ count }) => count > 0);
  const hasWon = isWinning && !isRunning(batch) && (batch.counts.changed ?? 0) > 0;
  const filters = [{ result: null, count: batch.done }, ...counts];
  return (
    <>
      {isRunning(batch) ? <WorkProgress batch={batch} /> : <p className={classes.lead}>{hasWon && <WonLine />}{t(`work.state.${batch.state}`, batchFacts(batch, formats))}</p>}
      <div className={classes.filters} role="group" aria-label={t('bulk.filter')}>
        {filters.map(({ result, count }) => (
          <button key={result ?? 'all'} type="button" className={classes.filter} aria-pressed={result === wanted} onClick={() => setWanted(result)}>
            {t(`bulk.filters.${result ?? 'all'}`, { count })}
          </button>
        ))}
      </div>
      {!isRunning(batch) && (
        <>
          <Results batch={batch} result={wanted} />
          <a className={classes.file} href={itemsFile(id, wanted)} download>{t('bulk.download')}</a>
        </>
      )}
    </>
  );
}

/** What can still be done with it; trying again needs the wish, so it is offered only where that is at hand. */
export function ResultFoot({ id, onRetry }: { id: number; onRetry?: (batch: Batch) => void }) {
  const { t } = useTranslation();
  const { data: batch } = useQuery(batchQuery(id));
  const undo = useUndoBatch();
  if (batch === undefined || isRunning(batch)) return null;
  const left = countOf(batch.counts, AGAIN);
  return (
    <>
      {onRetry !== undefined && left > 0 && <Button onClick={() => onRetry(batch)}>{t('bulk.retry', { count: left })}</Button>}
      {batch.can_undo && <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate({ id })}>{t('bulk.undo')}</Button>}
    </>
  );
}
