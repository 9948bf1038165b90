/** The facts under the name: who, how much, how sure, when. */
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { Avatar } from '@/ui/Avatar';
import { IconUser } from '@/ui/icons';
import classes from './RecordHead.module.css';

export function Facts({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const closesOn = record.actual_close_on ?? record.expected_close_on;
  return (
    <ul className={classes.facts} aria-label={t('record.facts')}>
      {record.account && <li className={classes.account}><bdi>{record.account.name}</bdi></li>}
      {record.contact && (
        <li>
          <IconUser size={15} role="img" aria-label={t('field.contact_id')} />
          <bdi>{record.contact.name}</bdi>
        </li>
      )}
      <li>{record.amount_minor === null ? t('card.noAmount') : <b>{formats.money(record.amount_minor, record.currency)}</b>}</li>
      <li>
        <b>{formats.percent(record.probability)}</b> {t('record.probability')}
        {record.is_probability_overridden && <span className={classes.byHand}>{t('record.byHand')}</span>}
      </li>
      {closesOn !== null && (
        <li>
          {t(record.actual_close_on === null ? 'record.closes' : 'record.closed')} <b>{formats.day(closesOn)}</b>
          {record.push_count > 0 && <span className={classes.pushed}>{t('record.pushed', { count: record.push_count })}</span>}
        </li>
      )}
      <li>
        <Avatar person={record.owner} />
        <bdi>{record.owner.name}</bdi>
      </li>
    </ul>
  );
}
