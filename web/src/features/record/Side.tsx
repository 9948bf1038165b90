/** The column beside the stage: next step, fields, team, people on the buyer's side. */
import { useTranslation } from 'react-i18next';
import { categoryLabel } from '@/api/categories';
import type { KeyField, OpportunityRecord } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { InlineField } from './InlineField';
import { Contacts } from './Contacts';
import { Team } from './Team';
import classes from './Side.module.css';

const always = ['amount_minor', 'expected_close_on', 'account_id', 'contact_id', 'source', 'remarks'];
const nextStep = new Set(['next_step', 'next_step_on']);

export function Side({ record, keyFields }: { record: OpportunityRecord; keyFields: readonly KeyField[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const own = keyFields.map(({ field }) => field).filter((field) => !nextStep.has(field));
  const ofClosing = record.stage.type === 'open' ? [] : ['actual_close_on', 'close_reason', 'competitor'];
  const fields = [...new Set([...own, ...ofClosing, ...always])];
  return (
    <aside className={classes.side} aria-label={t('record.side')}>
      <section className={classes.block}>
        <h2>{t('field.next_step')}</h2>
        <dl className={classes.stacked}>
          <dt className={classes.hidden}>{t('field.next_step')}</dt>
          <dd><InlineField record={record} field="next_step" /></dd>
          <dt className={classes.hidden}>{t('field.next_step_on')}</dt>
          <dd><InlineField record={record} field="next_step_on" /></dd>
        </dl>
      </section>
      <section className={classes.block}>
        <h2>{t('record.fields')}</h2>
        <dl className={classes.pairs}>
          {fields.map((field) => (
            <InlineField key={field} record={record} field={field} isPair />
          ))}
          <dt>{t('record.forecast')}</dt>
          <dd>{categoryLabel(t, record.category)}</dd>
          {record.expected_revenue_minor !== null && (
            <>
              <dt>{t('record.expected')}</dt>
              <dd>{formats.money(record.expected_revenue_minor, record.currency)}</dd>
            </>
          )}
        </dl>
      </section>
      <Team record={record} />
      <Contacts record={record} />
    </aside>
  );
}
