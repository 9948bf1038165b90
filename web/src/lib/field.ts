/** A field as an input needs to know it. */

export type FieldType = 'text' | 'long' | 'number' | 'money' | 'date' | 'instant' | 'boolean' | 'choice' | 'contact' | 'account';

/** As the server keeps it: ids as numbers, days and moments as text, amounts in minor units. */
export type FieldValue = string | number | boolean | null;

export interface FieldShape {
  field: string;
  label: string;
  type: FieldType;
  choices: readonly { value: string; label: string }[];
  /** Of the amount, for fields of money. */
  currency: string;
}
