/** What can be asked of each field of a deal, and a check in words. */
import { useTranslation } from 'react-i18next';
import type { FieldType } from '@/lib/field';
import { useFormats } from '@/lib/formats';
import { useFields, useFormFields } from './fields';
import type { Check } from './filter';

const ends = ['is_filled', 'is_empty'] as const;
const texts = ['contains', 'equals', ...ends] as const;
const sizes = ['at_least', 'at_most', ...ends] as const;
const asked = {
  text: texts,
  long: texts,
  number: ['equals', ...sizes],
  money: sizes,
  date: ['before', 'after', 'within_days', 'in_past', 'in_future', ...ends],
  instant: ['within_days'],
  boolean: ['equals'],
  choice: ['equals', 'not_equals', ...ends],
  contact: ends,
  account: ends,
} as const satisfies Record<FieldType, readonly string[]>;

type Asking = (typeof asked)[FieldType][number];
const all: readonly Asking[] = [...texts, ...sizes, ...asked.date, 'not_equals'];
const valueless: ReadonlySet<string> = new Set([...ends, 'in_past', 'in_future']);

export function askingsOf(type: FieldType): readonly Asking[] {
  return asked[type];
}

export function isAsking(said: string): said is Asking {
  return all.some((known) => known === said);
}

export function needsValue(is: string): boolean {
  return !valueless.has(is);
}

export function useAskedFields(): readonly string[] {
  return [...useFormFields(), 'actual_close_on', 'close_reason'];
}

function minorOf(value: unknown): { amount: number; currency: string } | null {
  if (typeof value !== 'object' || value === null || !('amount_minor' in value) || !('currency' in value)) return null;
  const { amount_minor: amount, currency } = value;
  return typeof amount === 'number' && typeof currency === 'string' ? { amount, currency } : null;
}

export function useCheckWords(): (check: Check) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const shapeOf = useFields(formats.currency);
  return ({ field, is, value }) => {
    const { label, type, choices } = shapeOf(field);
    if (!isAsking(is)) return label;
    const valueWords = (): string => {
      const money = minorOf(value);
      if (money !== null) return formats.money(money.amount, money.currency);
      if (is === 'within_days') return t('filter.days', { count: Number(value) });
      if (typeof value === 'boolean') return value ? t('page.yes') : t('page.no');
      if (type === 'date' && typeof value === 'string') return formats.day(value);
      if (typeof value === 'number') return formats.number(value);
      return choices.find((choice) => choice.value === value)?.label ?? (typeof value === 'string' ? value : '');
    };
    const asks = t(`filter.is.${is}`);
    return needsValue(is) ? t('filter.check', { field: label, asks, value: valueWords() }) : t('filter.checkAlone', { field: label, asks });
  };
}
