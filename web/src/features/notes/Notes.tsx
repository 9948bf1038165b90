/** What people have written down about a deal, newest first, and the place to write. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notesQuery, type Note } from '@/api/belongings';
import { Button, Skeleton } from '@/ui/controls';
import { Composer } from './Composer';
import { NoteRow } from './NoteRow';
import { Orphan } from './Orphan';
import classes from './Notes.module.css';

interface Draft {
  note: Note;
  text: string;
}

export function Notes({ opportunityId }: { opportunityId: number }) {
  const { t } = useTranslation();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isError, refetch } = useInfiniteQuery(notesQuery(opportunityId));
  const head = useRef<HTMLHeadingElement>(null);
  const notes = data?.pages.flatMap((page) => page.items) ?? [];
  // Kept here, not in the row: a note that others remove takes its row along, but not what was being typed.
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const unlisted = drafts.filter((draft) => notes.every(({ id }) => id !== draft.note.id));
  const isBeyond = ({ note }: Draft) => hasNextPage && note.id < (notes.at(-1)?.id ?? 0);
  const rows = [...notes, ...unlisted.filter((draft) => isBeyond(draft)).map(({ note }) => note)];
  const orphans = data === undefined ? [] : unlisted.filter((draft) => !isBeyond(draft));
  const type = (note: Note) => (text: string | null) =>
    setDrafts((before) => [...before.filter((draft) => draft.note.id !== note.id), ...(text === null ? [] : [{ note, text }])]);
  const mayAdd = data?.pages[0]?.may_add ?? false;
  return (
    <section aria-labelledby="notes">
      <h3 id="notes" ref={head} tabIndex={-1} className={classes.title}>{t('notes.title')}</h3>
      {mayAdd && <Composer opportunityId={opportunityId} />}
      {orphans.map(({ note, text }) => (
        <Orphan key={note.id} opportunityId={opportunityId} text={text} onText={type(note)} />
      ))}
      {data === undefined && !isError && <Skeleton height={60} />}
      {isError && <p className={classes.none} role="alert">{t('page.refused')} <Button variant="default" size="compact-sm" onClick={() => void refetch()}>{t('page.again')}</Button></p>}
      {data !== undefined && notes.length === 0 && <p className={classes.none}>{t(mayAdd ? 'notes.empty' : 'notes.none')}</p>}
      <ul className={classes.list}>
        {rows.map((note) => (
          <NoteRow key={note.id} note={note} draft={drafts.find((draft) => draft.note.id === note.id)?.text ?? null} onDraft={type(note)} onGone={() => head.current?.focus()} />
        ))}
      </ul>
      {hasNextPage && <Button variant="default" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('notes.more')}</Button>}
    </section>
  );
}
