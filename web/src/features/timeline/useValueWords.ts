/** A field's value before or after, as it is read. People come from the server by name. */
import { useTranslation } from 'react-i18next';
import { categoryLabel } from '@/api/categories';
import type { FieldShape } from '@/lib/field';
import { useFormats } from '@/lib/formats';

export function useValueWords(): (shape: FieldShape, value: unknown) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return (shape, value) => {
    if (value === null || value === undefined || value === '') return t('field.empty');
    if (typeof value === 'boolean') return t(value ? 'page.yes' : 'page.no');
    if (typeof value === 'number') {
      if (shape.type === 'money') return formats.money(value, shape.currency);
      return shape.field === 'probability' ? formats.percent(value) : formats.number(value);
    }
    if (typeof value !== 'string') return JSON.stringify(value);
    if (shape.field === 'category') return categoryLabel(t, value);
    if (shape.type === 'date') return formats.day(value);
    if (shape.type === 'instant') return formats.instant(value);
    return shape.choices.find((choice) => choice.value === value)?.label ?? value;
  };
}
