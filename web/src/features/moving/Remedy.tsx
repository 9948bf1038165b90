/** The control that settles a missing item: a field, a confirmation, a person for a role. */
import { useTranslation } from 'react-i18next';
import { fieldValue, useFields } from '@/api/fields';
import type { Missing, OpportunityRecord } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { FieldInput } from '@/ui/FieldInput';
import { ConfirmRemedy } from './ConfirmRemedy';
import { ContactRemedy } from './ContactRemedy';
import type { MoveFormState } from './useMoveForm';

interface Props {
  item: Missing;
  form: MoveFormState;
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

export function Remedy(props: Props) {
  const { item } = props;
  if (item.kind === 'manual' || item.kind === 'approval') return <ConfirmRemedy {...props} />;
  if (item.kind === 'related') return <ContactRemedy {...props} />;
  if (item.kind !== 'field' || item.field === null) return null;
  return item.field === 'contact_id' ? <ContactRemedy {...props} /> : <FieldRemedy {...props} />;
}
