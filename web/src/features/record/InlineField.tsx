/** A value that becomes an input when touched, and saves itself with the version it was read at. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldValue, useFields } from '@/api/fields';
import type { OpportunityRecord } from '@/api/types';
import { IconPencil } from '@/ui/icons';
import { FieldEditor } from './FieldEditor';
import { useFieldWords } from './fieldWords';
import classes from './InlineField.module.css';

interface Props {
  record: OpportunityRecord;
  field: string;
  isTitle?: boolean;
  isPair?: boolean;
}

export function InlineField({ record, field, isTitle = false, isPair = false }: Props) {
  const { t } = useTranslation();
  const shape = useFields(record.currency)(field);
  const [isEditing, setEditing] = useState(false);
  const words = useFieldWords()(record, shape, fieldValue(record, field));
  const mayEdit = record.may.edit;
  const button = (
    <button type="button" className={isTitle ? classes.title : classes.value} data-empty={words === ''} onClick={() => setEditing(true)}>
      <bdi>{words === '' ? t('field.empty') : words}</bdi>
      <IconPencil size={13} role="img" aria-label={t('field.edit', { field: shape.label })} />
    </button>
  );
  const text = <span className={classes.text} data-empty={words === ''}>{words === '' ? t('field.empty') : words}</span>;
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
