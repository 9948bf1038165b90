/** The value of a field as it is read, not typed. */
import { useTranslation } from 'react-i18next';
import { categoryLabel } from '@/api/categories';
import type { OpportunityRecord } from '@/api/types';
import type { FieldShape, FieldValue } from '@/lib/field';
import { useFormats } from '@/lib/formats';

/** A deal's contact and account by name; nothing where the id is another one. */
function nameOf(record: OpportunityRecord, shape: FieldShape, id: FieldValue): string {
  const named = [record.contact, record.account].find((one, place) => one !== null && one.id === id && (place === 0) === (shape.type === 'contact'));
  return named?.name ?? '';
}

export function useFieldWords() {
  const { t } = useTranslation();
  const formats = useFormats();
  return (record: OpportunityRecord, shape: FieldShape, value: FieldValue): string => {
    if (value === null || value === '') return '';
    if (shape.type === 'contact' || shape.type === 'account') return nameOf(record, shape, value);
    if (shape.field === 'category') return categoryLabel(t, String(value));
    if (shape.type === 'money' && typeof value === 'number') return formats.money(value, shape.currency);
    if (shape.type === 'date' && typeof value === 'string') return formats.day(value);
    if (shape.type === 'instant' && typeof value === 'string') return formats.instant(value);
    if (typeof value === 'number') return shape.field === 'probability' ? formats.percent(value) : formats.number(value);
    if (typeof value === 'boolean') return t(value ? 'page.yes' : 'page.no');
    return shape.choices.find((choice) => choice.value === value)?.label ?? value;
  };
}
