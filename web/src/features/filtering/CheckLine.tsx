/** One thing asked of a field: which, how, and what it is compared with. */
import { useTranslation } from 'react-i18next';
import { askingsOf, isAsking, needsValue, useAskedFields } from '@/api/asking';
import { useFields } from '@/api/fields';
import type { Check } from '@/api/filter';
import type { FieldShape, FieldValue } from '@/lib/field';
import { useFormats } from '@/lib/formats';
import { ActionIcon, Select } from '@/ui/controls';
import { FieldInput } from '@/ui/FieldInput';
import { IconX } from '@/ui/icons';
import classes from './Filtering.module.css';

interface Props {
  check: Check;
  /** Which of the group it is, to tell its parts from those of others. */
  place: number;
  onChange: (check: Check) => void;
  onRemove: () => void;
}

function valueOf({ value }: Check): FieldValue {
  if (typeof value === 'object' && value !== null && 'amount_minor' in value) return typeof value.amount_minor === 'number' ? value.amount_minor : null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** With the value in the form of the field; without one it is not whole yet. */
function withValue(check: Check, value: FieldValue, shape: FieldShape): Check {
  if (value === null) return { field: check.field, is: check.is };
  if (shape.type === 'money' && typeof value === 'number') return { ...check, value: { amount_minor: value, currency: shape.currency } };
  return { ...check, value };
}

export function CheckLine({ check, place, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shapeOf = useFields(formats.currency);
  const fields = useAskedFields();
  const shape = shapeOf(check.field);
  const asked: FieldShape = {
    ...shape,
    label: t('filter.valueOf', { place }),
    isAlwaysFilled: true,
    ...(check.is === 'within_days' && { type: 'number' as const, label: t('filter.daysOf', { place }) }),
    ...(shape.type === 'long' && { type: 'text' as const }),
  };
  const words = { locale: formats.locale, yes: t('page.yes'), no: t('page.no'), notAnAmount: t('page.notAnAmount') };
  const begin = (field: string) => onChange({ field, is: askingsOf(shapeOf(field).type)[0] ?? 'is_filled' });
  return (
    <li className={classes.check}>
      <Select
        aria-label={t('filter.fieldOf', { place })}
        data={fields.map((field) => ({ value: field, label: shapeOf(field).label }))}
        value={check.field}
        searchable
        allowDeselect={false}
        onChange={(field) => field !== null && begin(field)}
      />
      <Select
        aria-label={t('filter.askingOf', { place })}
        data={askingsOf(shape.type).map((is) => ({ value: is, label: t(`filter.is.${is}`) }))}
        value={check.is}
        allowDeselect={false}
        onChange={(is) => is !== null && isAsking(is) && onChange({ field: check.field, is })}
      />
      <ActionIcon variant="subtle" size={28} aria-label={t('filter.removeCheck', { place })} onClick={onRemove}>
        <IconX size={15} aria-hidden />
      </ActionIcon>
      {needsValue(check.is) && (
        <div className={classes.asked}>
          <FieldInput key={`${check.field} ${check.is}`} shape={asked} words={words} value={valueOf(check)} isLabelled={false} onChange={(value) => onChange(withValue(check, value, asked))} />
        </div>
      )}
    </li>
  );
}
