/** The fields of an opportunity with their types and choices, custom ones included. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { FieldShape, FieldType, FieldValue } from '@/lib/field';
import { categoryLabel } from './categories';
import { customFieldsQuery, sessionQuery } from './queries';
import type { CustomField, OpportunityRecord, Organisation } from './types';

const known = {
  name: 'text',
  amount_minor: 'money',
  expected_close_on: 'date',
  next_step: 'text',
  next_step_on: 'date',
  remarks: 'long',
  source: 'choice',
  competitor: 'text',
  close_note: 'long',
  probability: 'number',
  category: 'choice',
  is_in_forecast: 'boolean',
  currency: 'choice',
  contact_id: 'contact',
  account_id: 'account',
  close_reason: 'choice',
  actual_close_on: 'date',
} as const satisfies Record<string, FieldType>;

const openCategories = ['pipeline', 'best_case', 'commit', 'omitted'];

type Known = keyof typeof known;

function isKnown(field: string): field is Known {
  return field in known;
}

function customType(type: string): FieldType {
  const types: readonly FieldType[] = ['text', 'number', 'money', 'date', 'instant', 'boolean', 'choice'];
  return types.find((other) => other === type) ?? 'text';
}

function choicesOf(field: Known, { sources, reasons }: Organisation, t: TFunction): FieldShape['choices'] {
  if (field === 'category') return openCategories.map((code) => ({ value: code, label: categoryLabel(t, code) }));
  if (field === 'currency') return Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: code }));
  const lists = { source: sources, close_reason: [...reasons.won, ...reasons.lost, ...reasons.disqualified] };
  if (field !== 'source' && field !== 'close_reason') return [];
  return lists[field].filter((entry) => entry.is_active).map(({ code, label }) => ({ value: code, label }));
}

const neverEmpty: ReadonlySet<string> = new Set(['name', 'currency', 'probability', 'category', 'is_in_forecast']);

export function useFields(currency: string): (field: string) => FieldShape {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: custom } = useQuery(customFieldsQuery);
  return (field) => {
    const own: CustomField | undefined = custom?.find(({ key }) => `custom.${key}` === field);
    if (own !== undefined) {
      const choices = (own.choices ?? []).map((choice) => ({ value: choice, label: choice }));
      return { field, label: own.label, type: customType(own.type), choices, currency };
    }
    if (!isKnown(field)) return { field, label: field, type: 'text', choices: [], currency };
    return { field, label: t(`field.${field}`), type: known[field], choices: choicesOf(field, session.organisation, t), currency, isAlwaysFilled: neverEmpty.has(field) };
  };
}

/** What the form of an open deal holds, in its order; the fields operations added come last. */
const inForm = [
  'name', 'account_id', 'contact_id', 'amount_minor', 'currency', 'expected_close_on', 'probability', 'category', 'is_in_forecast', 'next_step', 'next_step_on', 'source', 'competitor', 'remarks',
] as const;

export function useFormFields(): readonly string[] {
  const { data: custom } = useQuery(customFieldsQuery);
  return [...inForm, ...(custom ?? []).filter((field) => field.is_active).map(({ key }) => `custom.${key}`)];
}

/** The present value of a field on a record, in the form an edit would send it. */
export function fieldValue(record: OpportunityRecord, field: string): FieldValue {
  if (field === 'contact_id') return record.contact?.id ?? null;
  if (field === 'account_id') return record.account?.id ?? null;
  const values: Readonly<Record<string, unknown>> = field.startsWith('custom.') ? record.custom : { ...record };
  const value = values[field.replace('custom.', '')];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
