/** A new opportunity in five fields; the close date is proposed ninety days ahead. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addAccount, addContact, addOpportunity } from '@/api/acts';
import { atFields } from '@/api/refusals';
import { sessionQuery } from '@/api/queries';
import { useAccountSearch, useContactSearch } from '@/api/picking';
import { useAct } from '@/api/useAct';
import { addDays } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { parseMoney } from '@/lib/money';
import { tellDone } from '@/lib/telling';
import { Alert, Button, Select, TextInput, useForm } from '@/ui/controls';
import { PersonPicker, type Pick } from '@/ui/PersonPicker';
import { Sheet } from '@/ui/Sheet';
import classes from './QuickAdd.module.css';

const AHEAD_DAYS = 90;
const FIELDS = { name: 'name', contact: 'contact', contact_id: 'contact', account_id: 'account', amount_minor: 'amount', currency: 'currency', expected_close_on: 'closeOn' };
const currencies = Intl.supportedValuesOf('currency');

interface Values {
  name: string;
  account: Pick | null;
  contact: Pick | null;
  amount: string;
  currency: string;
  closeOn: string;
}

export function QuickAdd({ processId, onClose }: { processId: number; onClose: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const accounts = useAccountSearch();
  const contacts = useContactSearch();
  const [failure, setFailure] = useState<string | null>(null);
  const initialValues: Values = { name: '', account: null, contact: null, amount: '', currency: session.organisation.currency, closeOn: addDays(formats.today(), AHEAD_DAYS) };
  const form = useForm<Values>({
    initialValues,
    validate: {
      name: (name, { contact }) => (name.trim() === '' && contact === null ? t('add.nameOrContact') : null),
      amount: (amount, { currency }) => (amount.trim() !== '' && parseMoney(amount, currency, formats.locale) === null ? t('page.notAnAmount') : null),
    },
  });
  const account = useAct(addAccount, { done: (made) => form.setFieldValue('account', made) });
  const contact = useAct(addContact, { done: (made) => form.setFieldValue('contact', made) });
  const add = useAct(addOpportunity, {
    done: (_added, { fields }) => {
      const name = typeof fields.name === 'string' ? fields.name : (form.values.contact?.name ?? '');
      tellDone(t('add.done', { name }));
      onClose();
    },
    refused: (problem) => {
      const { sentence, errors } = atFields(problem, FIELDS);
      setFailure(sentence);
      form.setErrors(errors);
      return true;
    },
  });
  const save = form.onSubmit((values) =>
    add.mutate({
      process_id: processId,
      acknowledge_gaps: false,
      override: false,
      fields: {
        ...(values.name.trim() !== '' && { name: values.name.trim() }),
        ...(values.account !== null && { account_id: values.account.id }),
        ...(values.contact !== null && { contact_id: values.contact.id }),
        ...(values.amount.trim() !== '' && { amount_minor: parseMoney(values.amount, values.currency, formats.locale) }),
        currency: values.currency,
        ...(values.closeOn !== '' && { expected_close_on: values.closeOn }),
      },
    }),
  );
  return (
    <Sheet
      title={t('board.new')}
      closeLabel={t('page.close')}
      onClose={onClose}
      onCommandEnter={() => save()}
      foot={
        <>
          <Button loading={add.isPending} onClick={() => save()}>{t('add.save')}</Button>
          <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
        </>
      }
    >
      <form className={classes.form} onSubmit={save}>
        {failure !== null && <Alert color="brick" role="alert">{failure}</Alert>}
        <TextInput label={t('field.name')} data-autofocus {...form.getInputProps('name')} />
        <PersonPicker
          label={t('field.account_id')}
          value={form.values.account}
          error={form.errors.account}
          found={accounts.found}
          nothing={t('picker.nothing')}
          onSearch={accounts.search}
          onPick={(picked) => form.setFieldValue('account', picked)}
          create={{ label: (name) => t('picker.add', { name }), run: (name) => account.mutate({ name }) }}
        />
        <PersonPicker
          label={t('field.contact_id')}
          value={form.values.contact}
          error={form.errors.contact}
          found={contacts.found}
          nothing={t('picker.nothing')}
          onSearch={contacts.search}
          onPick={(picked) => form.setFieldValue('contact', picked)}
          create={{ label: (name) => t('picker.add', { name }), run: (name) => contact.mutate({ name, account_id: form.values.account?.id ?? null }) }}
        />
        <div className={classes.money}>
          <TextInput label={t('field.amount_minor')} inputMode="decimal" {...form.getInputProps('amount')} />
          <Select label={t('field.currency')} data={currencies} searchable allowDeselect={false} {...form.getInputProps('currency')} />
        </div>
        <TextInput label={t('field.expected_close_on')} type="date" {...form.getInputProps('closeOn')} />
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Sheet>
  );
}
