/** What people have written down about a deal, newest first, and the place to write. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { notesQuery } from '@/api/belongings';
import { Button, Skeleton } from '@/ui/controls';
import { Composer } from './Composer';
import { NoteRow } from './NoteRow';
import classes from './Notes.module.css';

export function Notes({ opportunityId }: { opportunityId: number }) {
  const { t } = useTranslation();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isError, refetch } = useInfiniteQuery(notesQuery(opportunityId));
  const head = useRef<HTMLHeadingElement>(null);
  const notes = data?.pages.flatMap((page) => page.items) ?? [];
  const mayAdd = data?.pages[0]?.may_add ?? false;
  return (
    <section aria-labelledby="notes">
      <h3 id="notes" ref={head} tabIndex={-1} className={classes.title}>{t('notes.title')}</h3>
      {mayAdd && <Composer opportunityId={opportunityId} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {isError && <p className={classes.none} role="alert">{t('page.refused')} <Button variant="default" size="compact-sm" onClick={() => void refetch()}>{t('page.again')}</Button></p>}
      {data !== undefined && notes.length === 0 && <p className={classes.none}>{t(mayAdd ? 'notes.empty' : 'notes.none')}</p>}
      <ul className={classes.list}>
        {notes.map((note) => (
          <NoteRow key={note.id} note={note} onGone={() => head.current?.focus()} />
        ))}
      </ul>
      {hasNextPage && <Button variant="default" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('notes.more')}</Button>}
    </section>
  );
}
