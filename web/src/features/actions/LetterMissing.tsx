/** What a letter would say and cannot yet: each by its name, with the place to put it right. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery, LetterPreview } from '@/api/letters';
import { changeContact, contactFields, contactQuery } from '@/api/performing';
import type { OpportunityRecord } from '@/api/types';
import { useAsked } from '@/api/useAsked';
import { paths } from '@/lib/paths';
import { Button, TextInput } from '@/ui/controls';
import { fieldOf } from './letterFields';
import classes from './Letter.module.css';

type Missing = LetterPreview['missing'][number];

interface Props {
  record: OpportunityRecord;
  missing: readonly Missing[];
  /** Whether it could be printed or saved as it is. */
  mayGoOtherwise: boolean;
  onChoose: (delivery: Delivery) => void;
}

function ContactField({ record, contactId, field, label }: { record: OpportunityRecord; contactId: number; field: (typeof contactFields)[number]; label: string }) {
  const { t } = useTranslation();
  const { data: contact } = useQuery(contactQuery(contactId));
  const [value, setValue] = useState<string | null>(null);
  const act = useAsked(changeContact, () => setValue(null));
  if (contact === undefined) return null;
  const said = value ?? contact[field] ?? '';
  const save = () => act.mutate({ id: contactId, version: contact.version, opportunityId: record.id, said: { [field]: said.trim() } });
  return (
    <div className={classes.fill}>
      <TextInput
        label={t('letter.ofContact', { field: label, who: contact.name })}
        type={field === 'email' ? 'email' : 'text'}
        value={said}
        error={act.failure}
        onChange={(event) => setValue(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          save();
        }}
      />
      <Button variant="default" loading={act.isPending} onClick={save}>{t('page.save')}</Button>
    </div>
  );
}

function Item({ record, item }: { record: OpportunityRecord; item: Missing }) {
  const { t } = useTranslation();
  const field = fieldOf(item.name);
  if (field === null) return <li>{item.remedy}</li>;
  const label = t(`letter.field.${field}`);
  const ofContact = contactFields.find((each) => item.name === `contact.${each}`);
  const kind = item.kind === 'address' || item.kind === 'line_breaks' ? item.kind : 'none';
  return (
    <li>
      {t(`letter.lacks.${kind}`, { field: label })}
      {ofContact !== undefined && record.contact !== null && <ContactField record={record} contactId={record.contact.id} field={ofContact} label={label} />}
      {item.name.startsWith('opportunity.') && (
        <> <Link to={paths.editRecord} params={{ opportunityId: record.id }} className={classes.link}>{t('letter.editDeal')}</Link></>
      )}
    </li>
  );
}

export function LetterMissing({ record, missing, mayGoOtherwise, onChoose }: Props) {
  const { t } = useTranslation();
  const needsContact = missing.some(({ kind }) => kind === 'contact');
  return (
    <div className={classes.missing}>
      <p className={classes.missingTitle}>{t('letter.missing', { count: missing.length })}</p>
      <ul>
        {needsContact ? (
          <li>{t('letter.needsContact')} <Link to={paths.editRecord} params={{ opportunityId: record.id }} className={classes.link}>{t('letter.editDeal')}</Link></li>
        ) : (
          missing.map((item) => <Item key={`${item.name}-${item.kind}`} record={record} item={item} />)
        )}
      </ul>
      {mayGoOtherwise && (
        <div className={classes.acts}>
          <Button variant="default" size="compact-sm" onClick={() => onChoose('print')}>{t('letter.printInstead')}</Button>
          <Button variant="default" size="compact-sm" onClick={() => onChoose('save')}>{t('letter.saveInstead')}</Button>
        </div>
      )}
    </div>
  );
}
