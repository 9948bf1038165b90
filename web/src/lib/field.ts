/** A field as an input needs to know it. */

export type FieldType = 'text' | 'long' | 'number' | 'money' | 'date' | 'instant' | 'boolean' | 'choice' | 'contact' | 'account';

/** As the server keeps it: ids as numbers, days and moments as text, amounts in minor units. */
export type FieldValue = string | number | boolean | null;

export interface FieldShape {
  field: string;
  label: string;
  type: FieldType;
  choices: readonly { value: string; label: string }[];
  /** It always holds something, so it cannot be emptied. */
  isAlwaysFilled?: boolean;
  /** Of the amount, for fields of money. */
  currency: string;
}

/** Values by field as a request carries them: custom ones under `custom`. */
export function asRequest(values: Readonly<Record<string, FieldValue>>): Record<string, unknown> {
  const custom: Record<string, FieldValue> = {};
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith('custom.')) custom[name.slice('custom.'.length)] = value;
    else fields[name] = value;
  }
  return Object.keys(custom).length > 0 ? { ...fields, custom } : fields;
}
