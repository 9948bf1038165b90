/** What somebody was making of a note that others removed meanwhile: it can still be kept, as a note of its own. */
import { useTranslation } from 'react-i18next';
import { addNote } from '@/api/belongings';
import { announce } from '@/lib/announcing';
import { Button } from '@/ui/controls';
import { NoteForm } from './NoteForm';
import { useNoteAct } from './useNoteAct';

interface Props {
  opportunityId: number;
  text: string;
  onText: (text: string | null) => void;
}

export function Orphan({ opportunityId, text, onText }: Props) {
  const { t } = useTranslation();
  const { run, failure, isSaving } = useNoteAct(addNote, () => {
    announce(t('notes.saved'));
    onText(null);
  });
  return (
    <NoteForm label={t('notes.edit')} saveLabel={t('notes.saveAsNew')} text={text} onText={onText} failure={failure ?? t('notes.gone')} isSaving={isSaving} onSave={(body) => run({ opportunityId, body })}>
      <Button variant="default" size="compact-sm" onClick={() => onText(null)}>{t('page.cancel')}</Button>
    </NoteForm>
  );
}
