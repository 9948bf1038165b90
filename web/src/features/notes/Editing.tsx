/** Changing a note in place. Who was slower sees both wordings and loses none. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeNote, type Note } from '@/api/belongings';
import { announce } from '@/lib/announcing';
import { Button } from '@/ui/controls';
import { LinkedText } from '@/ui/LinkedText';
import { NoteForm } from './NoteForm';
import { useNoteAct } from './useNoteAct';
import classes from './Notes.module.css';

interface Props {
  note: Note;
  text: string;
  onText: (text: string) => void;
  onClose: () => void;
}

export function Editing({ note, text, onText, onClose }: Props) {
  const { t } = useTranslation();
  // What it is based on; a change that comes meanwhile is a conflict until it has been looked at.
  const [based, setBased] = useState(note.version);
  const { run, failure, isConflict, isSaving } = useNoteAct(changeNote, () => {
    announce(t('notes.saved'));
    onClose();
  });
  const isStale = note.version > based;
  const take = (body: string) => {
    onText(body);
    setBased(note.version);
  };
  const save = (body: string) => run({ id: note.id, opportunityId: note.opportunity_id, version: isConflict ? note.version : based, body });
  return (
    <>
      {isStale && (
        <section className={classes.theirs} aria-label={t('notes.theirs')}>
          <p className={classes.label}>{t('notes.theirs')}</p>
          <LinkedText text={note.body} />
          <div className={classes.buttons}>
            <Button variant="default" size="compact-sm" onClick={() => take(note.body)}>{t('notes.takeTheirs')}</Button>
            <Button variant="default" size="compact-sm" onClick={() => take(`${note.body}\n\n${text}`)}>{t('notes.addTheirs')}</Button>
          </div>
        </section>
      )}
      <NoteForm label={t('notes.edit')} text={text} onText={onText} failure={isStale ? (failure ?? t('notes.conflict')) : failure} isSaving={isSaving} isFocused onSave={save}>
        <Button variant="default" size="compact-sm" onClick={onClose}>{t('page.cancel')}</Button>
      </NoteForm>
    </>
  );
}
