/** A new deal in one stage, in three fields; it stays open for the next one. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { addContact, addOpportunity } from '@/api/acts';
import { sessionQuery } from '@/api/queries';
import { atFields } from '@/api/refusals';
import { useContactSearch } from '@/api/picking';
import type { Column } from '@/api/types';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { addDays } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { parseMoney } from '@/lib/money';
import { Button, TextInput, useForm } from '@/ui/controls';
import { PersonPicker, type Pick } from '@/ui/PersonPicker';
import classes from './AddHere.module.css';

const AHEAD_DAYS = 90;
const FIELDS = { name: 'name', contact: 'contact', contact_id: 'contact', amount_minor: 'amount' };

interface Values {
  name: string;
  contact: Pick | null;
  amount: string;
}

const nothing: Values = { name: '', contact: null, amount: '' };

export function AddHere({ processId, stage, onClose }: { processId: number; stage: Column['stage']; onClose: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const title = useRef<HTMLInputElement>(null);
  const { data: session } = useSuspenseQuery(sessionQuery);
  const contacts = useContactSearch();
  const [failure, setFailure] = useState<string | null>(null);
  const { currency } = session.organisation;
  const form = useForm<Values>({
    initialValues: nothing,
    validate: {
      name: (name, { contact }) => (name.trim() === '' && contact === null ? t('add.nameOrContact') : null),
      amount: (amount) => (amount.trim() !== '' && parseMoney(amount, currency, formats.locale) === null ? t('page.notAnAmount') : null),
    },
  });
  const contact = useAct(addContact, { done: (made) => form.setFieldValue('contact', made) });
  const add = useAct(addOpportunity, {
    done: () => {
      announce(t('board.added', { name: form.values.name.trim() || (form.values.contact?.name ?? '') }));
      setFailure(null);
      form.setValues(nothing);
      title.current?.focus();
    },
    refused: (problem) => {
      const { sentence, errors } = atFields(problem, FIELDS);
      setFailure(sentence);
      form.setErrors(errors);
      return true;
    },
  });
  // Whoever pressed the plus wants to write.
  useEffect(() => title.current?.focus(), []);
  const save = form.onSubmit(({ name, contact: who, amount }) =>
    add.mutate({
      process_id: processId,
      stage_id: stage.id,
      acknowledge_gaps: false,
      override: false,
      fields: {
        ...(name.trim() !== '' && { name: name.trim() }),
        ...(who !== null && { contact_id: who.id }),
        ...(amount.trim() !== '' && { amount_minor: parseMoney(amount, currency, formats.locale) }),
        currency,
        expected_close_on: addDays(formats.today(), AHEAD_DAYS),
      },
    }),
  );
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    onClose();
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-add="${stage.id}"]`)?.focus());
  };
  return (
    <li>
      {/* Escape closes the line from any of its fields. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form className={classes.form} aria-label={t('board.addTitle', { stage: stage.name })} onSubmit={save} onKeyDown={press}>
        <TextInput ref={title} size="xs" label={t('field.name')} {...form.getInputProps('name')} />
        <PersonPicker
          label={t('field.contact_id')}
          value={form.values.contact}
          error={form.errors.contact}
          found={contacts.found}
          nothing={t('picker.nothing')}
          onSearch={contacts.search}
          onPick={(picked) => form.setFieldValue('contact', picked)}
          create={{ label: (name) => t('picker.add', { name }), run: (name) => contact.mutate({ name }) }}
        />
        <TextInput size="xs" label={`${t('field.amount_minor')} (${currency})`} inputMode="decimal" {...form.getInputProps('amount')} />
        {failure !== null && <p className={classes.failure} role="alert">{failure}</p>}
        <div className={classes.acts}>
          <Button size="compact-sm" type="submit" loading={add.isPending}>{t('add.save')}</Button>
          <Button size="compact-sm" variant="default" onClick={onClose}>{t('page.cancel')}</Button>
        </div>
      </form>
    </li>
  );
}
