/** The control that settles a missing item: a field, a confirmation, a person for a role. */
import { useTranslation } from 'react-i18next';
import { fieldValue, useFields } from '@/api/fields';
import type { Missing, OpportunityRecord } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import { FieldInput } from '@/ui/FieldInput';
import { AttachRemedy } from './AttachRemedy';
import { ConfirmRemedy } from './ConfirmRemedy';
import { ContactRemedy } from './ContactRemedy';
import type { MoveDraft } from './useMoveDraft';

interface Props {
  item: Missing;
  form: MoveDraft;
  record: OpportunityRecord;
}

function FieldRemedy({ item, form, record }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const describe = useFields(record.currency);
  const field = item.field ?? '';
  const shape = describe(field);
  const words = { locale: formats.locale, yes: t('page.yes'), no: t('page.no'), notAnAmount: t('page.notAnAmount') };
  const value = form.draft.fields[field] ?? fieldValue(record, field);
  return <FieldInput shape={shape} words={words} value={value} onChange={(next) => form.change({ fields: { ...form.draft.fields, [field]: next } })} />;
}

/** The field stands in the form around the move; it is filled in there. */
function Elsewhere({ item, form, record }: Props) {
  const { t } = useTranslation();
  const { label } = useFields(record.currency)(item.field ?? '');
  return (
    <Button variant="default" size="compact-sm" onClick={() => form.around?.show(item.field ?? '')}>{t('sheet.fillIn', { field: label })}</Button>
  );
}

export function Remedy(props: Props) {
  const { item, form } = props;
  if (item.kind === 'field' && item.field !== null && form.around?.holds(item.field) === true) return <Elsewhere {...props} />;
  if (item.kind === 'manual' || item.kind === 'approval') return <ConfirmRemedy {...props} />;
  if (item.kind === 'file') return <AttachRemedy {...props} />;
  if (item.kind === 'related') return <ContactRemedy {...props} />;
  if (item.kind !== 'field' || item.field === null) return null;
  return item.field === 'contact_id' ? <ContactRemedy {...props} /> : <FieldRemedy {...props} />;
}
