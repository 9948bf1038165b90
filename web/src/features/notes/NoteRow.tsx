/** One note: who wrote it and when; its author changes it in place, and whoever may takes it away. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeNote, removeNote, restoreNote, type Note } from '@/api/belongings';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { closeToast, showToast } from '@/lib/toasts';
import { Avatar } from '@/ui/Avatar';
import { ActionIcon, Button } from '@/ui/controls';
import { Hidden } from '@/ui/Hidden';
import { IconPencil, IconTrash } from '@/ui/icons';
import { LinkedText } from '@/ui/LinkedText';
import { NoteForm } from './NoteForm';
import { useNoteAct } from './useNoteAct';
import classes from './Notes.module.css';

function Editing({ note, onClose }: { note: Note; onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(note.body);
  // What it was based on when it was opened; a change that came meanwhile is a conflict.
  const [version] = useState(note.version);
  const { run, failure, isSaving } = useNoteAct(changeNote, () => {
    announce(t('notes.saved'));
    onClose();
  });
  return (
    <NoteForm label={t('notes.edit')} text={text} onText={setText} failure={failure} isSaving={isSaving} isFocused onSave={(body) => run({ id: note.id, opportunityId: note.opportunity_id, version, body })}>
      <Button variant="default" size="compact-sm" onClick={onClose}>{t('page.cancel')}</Button>
    </NoteForm>
  );
}

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

export function NoteRow({ note, onGone }: { note: Note; onGone: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [isEditing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const removal = useRemoval(note, onGone);
  const about = { who: note.author.name, when: formats.instant(note.created_at) };
  const close = () => {
    setEditing(false);
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
        {isEditing ? <Editing note={note} onClose={close} /> : <LinkedText text={note.body} />}
      </div>
      {!isEditing && (
        <div className={classes.acts}>
          {note.may_change && (
            <ActionIcon ref={pencil} variant="subtle" size={28} aria-label={t('notes.editOf', about)} onClick={() => setEditing(true)}>
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
