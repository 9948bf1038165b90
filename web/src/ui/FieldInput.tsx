/** One input per type of field; values travel in the form the server keeps them. */
import { useState } from 'react';
import type { FieldShape, FieldType, FieldValue } from '@/lib/field';
import { minorDigits, moneyText, parseMoney } from '@/lib/money';
import { Select, Textarea, TextInput } from './controls';

interface FieldWords {
  locale: string;
  yes: string;
  no: string;
  notAnAmount: string;
}

interface Props {
  shape: FieldShape;
  words: FieldWords;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  /** Told when what is typed is no value at all, so that it is not taken for an empty one. */
  onWrong?: (isWrong: boolean) => void;
  isLabelled?: boolean;
  hasFocus?: boolean;
}

function MoneyField({ shape, words, value, onChange, onWrong, isLabelled = true, hasFocus = false }: Props) {
  const [text, setText] = useState(() => moneyText(typeof value === 'number' ? value : null, shape.currency, words.locale));
  const isNoAmount = (typedText: string) => typedText.trim() !== '' && parseMoney(typedText, shape.currency, words.locale) === null;
  const type = (next: string) => {
    setText(next);
    onWrong?.(isNoAmount(next));
    onChange(next.trim() === '' ? null : parseMoney(next, shape.currency, words.locale));
  };
  return (
    <TextInput
      label={isLabelled ? shape.label : undefined}
      aria-label={isLabelled ? undefined : shape.label}
      inputMode={minorDigits(shape.currency) > 0 ? 'decimal' : 'numeric'}
      value={text}
      error={isNoAmount(text) && words.notAnAmount}
      rightSection={shape.currency}
      rightSectionWidth={52}
      data-autofocus={hasFocus || undefined}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

const inputTypes = { text: 'text', number: 'number', date: 'date', instant: 'datetime-local' } as const;

function typed(text: string, type: FieldType): FieldValue {
  if (text === '') return null;
  if (type === 'number') return Number(text);
  return type === 'instant' ? new Date(text).toISOString() : text;
}

function PlainField({ shape, value, onChange, isLabelled = true, hasFocus = false, type }: Props & { type: keyof typeof inputTypes }) {
  return (
    <TextInput
      label={isLabelled ? shape.label : undefined}
      aria-label={isLabelled ? undefined : shape.label}
      type={inputTypes[type]}
      defaultValue={value === null ? '' : String(value).slice(0, type === 'instant' ? 16 : undefined)}
      data-autofocus={hasFocus || undefined}
      onChange={(event) => onChange(typed(event.currentTarget.value, type))}
    />
  );
}

function ChoiceField({ shape, value, onChange, isLabelled = true, choices }: Props & { choices: readonly { value: string; label: string }[] }) {
  return (
    <Select
      label={isLabelled ? shape.label : undefined}
      aria-label={isLabelled ? undefined : shape.label}
      data={[...choices]}
      value={value === null ? null : String(value)}
      searchable={choices.length > 7}
      clearable={shape.isAlwaysFilled !== true}
      allowDeselect={shape.isAlwaysFilled !== true}
      onChange={onChange}
    />
  );
}

export function FieldInput(props: Props) {
  const { shape, words, value, onChange, isLabelled = true } = props;
  switch (shape.type) {
    case 'money':
      return <MoneyField {...props} />;
    case 'choice':
      return <ChoiceField {...props} choices={shape.choices} />;
    case 'boolean': {
      const choices = [
        { value: 'true', label: words.yes },
        { value: 'false', label: words.no },
      ];
      return <ChoiceField {...props} choices={choices} onChange={(next) => onChange(next === null ? null : next === 'true')} />;
    }
    case 'long':
      return (
        <Textarea
          label={isLabelled ? shape.label : undefined}
          aria-label={isLabelled ? undefined : shape.label}
          autosize
          minRows={2}
          defaultValue={value === null ? '' : String(value)}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
    case 'text':
    case 'number':
    case 'date':
    case 'instant':
      return <PlainField {...props} type={shape.type} />;
    case 'contact':
    case 'account':
      return null;
  }
}
