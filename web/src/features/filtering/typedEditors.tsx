/** Parts of the filter that are typed: text, days, amounts. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { amountOf, readFilter, withAmount, without } from '@/api/filter';
import { useFormats } from '@/lib/formats';
import { moneyText, parseMoney } from '@/lib/money';
import { Button, TextInput } from '@/ui/controls';
import type { EditorProps } from './PartEditor';
import classes from './Filtering.module.css';

function Form({ onApply, children }: { onApply: () => void; children: React.ReactNode }) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onApply();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {children}
      <Button type="submit" size="compact-sm">{t('filter.apply')}</Button>
    </form>
  );
}

export function TextEditor({ filter, label, onChange, onClose }: EditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(filter.q ?? '');
  const apply = () => {
    onChange(readFilter({ ...filter, q: text }));
    onClose();
  };
  return (
    <Form onApply={apply}>
      <TextInput label={label} description={t('filter.textHelp')} maxLength={200} value={text} onChange={(event) => setText(event.currentTarget.value)} data-autofocus />
    </Form>
  );
}

export function ClosesEditor({ filter, onChange, onClose }: EditorProps) {
  const { t } = useTranslation();
  const [from, setFrom] = useState(filter.closes_from ?? '');
  const [to, setTo] = useState(filter.closes_to ?? '');
  const isReversed = from !== '' && to !== '' && from > to;
  const apply = () => {
    if (isReversed) return;
    onChange(readFilter({ ...filter, closes_from: from, closes_to: to }));
    onClose();
  };
  return (
    <Form onApply={apply}>
      <TextInput type="date" label={t('filter.from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} data-autofocus />
      <TextInput type="date" label={t('filter.to')} value={to} error={isReversed && t('filter.reversed')} onChange={(event) => setTo(event.currentTarget.value)} />
    </Form>
  );
}

export function AmountEditor({ filter, onChange, onClose }: EditorProps) {
  const { t } = useTranslation();
  const { locale, currency: own } = useFormats();
  const before = amountOf(filter);
  const currency = before?.currency ?? own;
  const shown = (minor: number | undefined) => moneyText(minor ?? null, currency, locale);
  const [from, setFrom] = useState(shown(before?.from));
  const [to, setTo] = useState(shown(before?.to));
  const read = (text: string) => (text.trim() === '' ? undefined : parseMoney(text, currency, locale));
  const wrong = (text: string) => read(text) === null && t('page.notAnAmount');
  const apply = () => {
    const [least, most] = [read(from), read(to)];
    if (least === null || most === null) return;
    onChange(withAmount(without(filter, 'amount'), { currency, ...(least !== undefined && { from: least }), ...(most !== undefined && { to: most }) }));
    onClose();
  };
  return (
    <Form onApply={apply}>
      <TextInput label={t('filter.least')} inputMode="decimal" rightSection={currency} rightSectionWidth={52} value={from} error={wrong(from)} onChange={(event) => setFrom(event.currentTarget.value)} data-autofocus />
      <TextInput label={t('filter.most')} inputMode="decimal" rightSection={currency} rightSectionWidth={52} value={to} error={wrong(to)} onChange={(event) => setTo(event.currentTarget.value)} />
      <p className={classes.help}>{t('filter.amountHelp', { currency })}</p>
    </Form>
  );
}
