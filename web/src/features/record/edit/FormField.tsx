/** One field of the form; it starts anew when what stands in it is replaced by somebody else's value. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { FieldInput } from '@/ui/FieldInput';
import { ReferencePicker } from '../ReferencePicker';
import type { EditFormState } from './useEditForm';

interface Props {
  record: OpportunityRecord;
  field: string;
  form: EditFormState;
}

export function FormField({ record, field, form }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shape = form.describe(field);
  const value = form.valueOf(field);
  // An input keeps what is typed to itself, so one that others filled meanwhile is a new one.
  const [own, setOwn] = useState(value);
  const [edition, setEdition] = useState(0);
  if (own !== value) {
    setOwn(value);
    setEdition(edition + 1);
  }
  const change = (next: typeof value, name?: string) => {
    setOwn(next);
    form.type(field, next, name);
  };
  const words = { locale: formats.locale, yes: t('page.yes'), no: t('page.no'), notAnAmount: t('page.notAnAmount') };
  return (
    <div data-field={field}>
      {shape.type === 'contact' || shape.type === 'account' ? (
        <ReferencePicker key={edition} record={record} shape={shape} isLabelled onChange={change} />
      ) : (
        <FieldInput key={edition} shape={shape} words={words} value={value} onChange={change} onWrong={(isWrong) => form.mark(field, isWrong)} />
      )}
    </div>
  );
}
