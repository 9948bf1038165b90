/** Two people changed one deal: what each made of it, and what becomes of both. */
import type { FieldValue } from '@/lib/field';

export type Values = Readonly<Record<string, FieldValue>>;
export type Choice = 'mine' | 'theirs';
export type Choices = Readonly<Record<string, Choice>>;

/** The fields that hold something else than when the form was opened. */
export function changedBetween(fields: readonly string[], before: Values, now: Values): string[] {
  return fields.filter((field) => (before[field] ?? null) !== (now[field] ?? null));
}

/** Of what others changed, what was typed here too and differs: a person has to choose. */
export function disputed(theirs: readonly string[], typed: Values, now: Values): string[] {
  return theirs.filter((field) => field in typed && typed[field] !== (now[field] ?? null));
}

/** What is sent: what was typed, but where theirs was taken, and but what they made the same of it. */
export function merged(typed: Values, now: Values, choices: Choices): Values {
  return Object.fromEntries(Object.entries(typed).filter(([field, value]) => choices[field] !== 'theirs' && value !== (now[field] ?? null)));
}
