/** One note: who wrote it and when; its author changes it in place, and whoever may takes it away. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { removeNote, restoreNote, type Note } from '@/api/belongings';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { closeToast, showToast } from '@/lib/toasts';
import { Avatar } from '@/ui/Avatar';
import { ActionIcon } from '@/ui/controls';
import { Hidden } from '@/ui/Hidden';
import { IconPencil, IconTrash } from '@/ui/icons';
import { LinkedText } from '@/ui/LinkedText';
import { Editing } from './Editing';
import classes from './Notes.module.css';

function useRemoval(note: Note, onGone: () => void) {
  const { t } = useTranslation();
  const target = { id: note.id, opportunityId: note.opportunity_id };
  const restore = useAct(restoreNote, { done: () => announce(t('notes.restored')) });
  const remove = useAct(removeNote, {
    done: () => {
      const sentence = t('notes.removed');
      announce(sentence);
      onGone();
      const toast = showToast({
        sentence,
        tone: 'done',
        act: {
          label: t('move.undo'),
          run: () => {
            closeToast(toast);
            restore.mutate(target);
          },
        },
      });
    },
  });
  return { run: () => remove.mutate(target), isRemoving: remove.isPending };
}

interface Props {
  note: Note;
  /** What is being made of it; nothing while nobody here changes it. */
  draft: string | null;
  onDraft: (text: string | null) => void;
  onGone: () => void;
}

export function NoteRow({ note, draft, onDraft, onGone }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const pencil = useRef<HTMLButtonElement>(null);
  const removal = useRemoval(note, onGone);
  const about = { who: note.author.name, when: formats.instant(note.created_at) };
  const close = () => {
    onDraft(null);
    requestAnimationFrame(() => pencil.current?.focus());
  };
  return (
    <li className={classes.row}>
      <Avatar person={note.author} />
      <div className={classes.words}>
        <p className={classes.about}>
          <b><bdi>{note.author.name}</bdi></b>
          <time dateTime={note.created_at} title={formats.exactly(note.created_at)}>
            {about.when}
            <Hidden>{formats.exactly(note.created_at)}</Hidden>
          </time>
          {note.changed_at !== null && <span title={formats.exactly(note.changed_at)}>{t('notes.changed', { when: formats.instant(note.changed_at) })}</span>}
        </p>
        {draft === null ? <LinkedText text={note.body} /> : <Editing note={note} text={draft} onText={onDraft} onClose={close} />}
      </div>
      {draft === null && (
        <div className={classes.acts}>
          {note.may_change && (
            <ActionIcon ref={pencil} variant="subtle" size={28} aria-label={t('notes.editOf', about)} onClick={() => onDraft(note.body)}>
              <IconPencil size={15} aria-hidden />
            </ActionIcon>
          )}
          {note.may_remove && (
            <ActionIcon variant="subtle" size={28} loading={removal.isRemoving} aria-label={t('notes.removeOf', about)} onClick={removal.run}>
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          )}
        </div>
      )}
    </li>
  );
}
