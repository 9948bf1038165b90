/** The files kept with a deal: dropped here or chosen, each with its label, to be saved again or taken away. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { filesQuery } from '@/api/belongings';
import { Button, Skeleton } from '@/ui/controls';
import { Adding } from './Adding';
import { FileRow } from './FileRow';
import classes from './Files.module.css';

export function Files({ opportunityId }: { opportunityId: number }) {
  const { t } = useTranslation();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isError, refetch } = useInfiniteQuery(filesQuery(opportunityId));
  const head = useRef<HTMLHeadingElement>(null);
  const files = data?.pages.flatMap((page) => page.items) ?? [];
  const mayAdd = data?.pages[0]?.may_add ?? false;
  return (
    <section aria-labelledby="files">
      <h3 id="files" ref={head} tabIndex={-1} className={classes.title}>{t('files.title')}</h3>
      {mayAdd && <Adding opportunityId={opportunityId} labels={data?.pages[0]?.labels ?? []} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {isError && <p className={classes.none} role="alert">{t('page.refused')} <Button variant="default" size="compact-sm" onClick={() => void refetch()}>{t('page.again')}</Button></p>}
      {data !== undefined && files.length === 0 && <p className={classes.none}>{t(mayAdd ? 'files.empty' : 'files.none')}</p>}
      <ul className={classes.list}>
        {files.map((file) => (
          <FileRow key={file.id} file={file} onGone={() => head.current?.focus()} />
        ))}
      </ul>
      {hasNextPage && <Button variant="default" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('files.more')}</Button>}
    </section>
  );
}
