/** A value that becomes an input when touched, and saves itself with the version it was read at. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldValue, useFields } from '@/api/fields';
import type { OpportunityRecord } from '@/api/types';
import type { FieldShape, FieldValue } from '@/lib/field';
import { useFormats, type Formats } from '@/lib/formats';
import { IconPencil } from '@/ui/icons';
import { FieldEditor } from './FieldEditor';
import classes from './InlineField.module.css';

function shown(record: OpportunityRecord, shape: FieldShape, value: FieldValue, formats: Formats, yesNo: (is: boolean) => string): string {
  if (shape.type === 'contact') return record.contact?.name ?? '';
  if (shape.type === 'account') return record.account?.name ?? '';
  if (value === null) return '';
  if (shape.type === 'money' && typeof value === 'number') return formats.money(value, record.currency);
  if (shape.type === 'date' && typeof value === 'string') return formats.day(value);
  if (shape.type === 'instant' && typeof value === 'string') return formats.instant(value);
  if (shape.type === 'number' && typeof value === 'number') return formats.number(value);
  if (typeof value === 'boolean') return yesNo(value);
  return shape.choices.find((choice) => choice.value === value)?.label ?? String(value);
}

interface Props {
  record: OpportunityRecord;
  field: string;
  isTitle?: boolean;
  isPair?: boolean;
}

export function InlineField({ record, field, isTitle = false, isPair = false }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shape = useFields(record.currency)(field);
  const [isEditing, setEditing] = useState(false);
  const words = shown(record, shape, fieldValue(record, field), formats, (is) => t(is ? 'page.yes' : 'page.no'));
  const mayEdit = record.may.edit && record.stage.type === 'open';
  const button = (
    <button type="button" className={isTitle ? classes.title : classes.value} data-empty={words === ''} onClick={() => setEditing(true)}>
      <bdi>{words === '' ? t('field.empty') : words}</bdi>
      <IconPencil size={13} role="img" aria-label={t('field.edit', { field: shape.label })} />
    </button>
  );
  const text = <span data-empty={words === ''}>{words === '' ? t('field.empty') : words}</span>;
  const still = mayEdit ? button : text;
  const content = isEditing ? <FieldEditor record={record} shape={shape} onClose={() => setEditing(false)} /> : still;
  if (!isPair) return content;
  return (
    <>
      <dt>{shape.label}</dt>
      <dd className={isEditing ? classes.wide : undefined}>{content}</dd>
    </>
  );
}
