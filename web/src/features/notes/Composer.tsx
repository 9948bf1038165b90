/** Writing a note: Ctrl Enter saves, and what was typed stays until it is kept. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addNote } from '@/api/belongings';
import { announce } from '@/lib/announcing';
import { NoteForm } from './NoteForm';
import { useNoteAct } from './useNoteAct';

export function Composer({ opportunityId }: { opportunityId: number }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { run, failure, isSaving } = useNoteAct(addNote, () => {
    setText('');
    announce(t('notes.saved'));
  });
  return <NoteForm label={t('notes.new')} text={text} onText={setText} failure={failure} isSaving={isSaving} onSave={(body) => run({ opportunityId, body })} />;
}
