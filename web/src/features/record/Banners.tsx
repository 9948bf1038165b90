/** What a closed or deleted deal says of itself, and the ways out. */
import { useTranslation } from 'react-i18next';
import { restoreOpportunity } from '@/api/acts';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { useRight } from '@/api/useRight';
import { daysBetween, type Day } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import type { Ask } from './asking';
import { useDuplicate } from './useDuplicate';
import classes from './RecordHead.module.css';

function Deleted({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayRestore = useRight('restore_opportunities');
  const restore = useAct(restoreOpportunity);
  const day = (at: string | null) => (at === null ? '' : formats.instant(at));
  const who = record.deleted_by?.name ?? t('bell.somebody');
  return (
    <div className={classes.closed} role="status">
      {t('record.deleted', { who, day: day(record.deleted_at), until: day(record.restorable_until) })}
      {mayRestore && (
        <Button variant="default" size="compact-sm" loading={restore.isPending} onClick={() => restore.mutate({ id: record.id, name: record.name })}>{t('record.restore')}</Button>
      )}
    </div>
  );
}

/** Whoever comes back after so long buys anew: the old deal stays as it ended, and a new one follows it (PS-174). */
const LONG_AGO_DAYS = 90;

function StartAnew({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const mayCreate = useRight('create_opportunities');
  const { duplicate, isPending } = useDuplicate(record);
  if (!mayCreate) return null;
  return (
    <>
      <span>{t('record.areTheyBack')}</span>
      <Button size="compact-sm" loading={isPending} onClick={duplicate}>{t('record.startAnew')}</Button>
    </>
  );
}

function wasLongAgo({ stage, actual_close_on: closedOn }: OpportunityRecord, today: Day): boolean {
  return stage.type !== 'won' && closedOn !== null && daysBetween(closedOn, today) >= LONG_AGO_DAYS;
}

export function Banners({ record, onAsk }: { record: OpportunityRecord; onAsk: (ask: Ask) => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (record.deleted_at !== null) return <Deleted record={record} />;
  if (record.stage.type === 'open') return null;
  return (
    <div className={classes.closed} data-type={record.stage.type}>
      {t('record.readOnly', { stage: record.stage.name, day: record.actual_close_on === null ? '' : formats.day(record.actual_close_on) })}
      {wasLongAgo(record, formats.today()) && <StartAnew record={record} />}
      {record.may.reopen && (
        <>
          <Button variant="default" size="compact-sm" onClick={() => onAsk('reopen')}>{t('record.reopen')}</Button>
          <Button variant="default" size="compact-sm" onClick={() => onAsk('correct')}>{t('record.correct')}</Button>
        </>
      )}
      {record.may.edit_closing && <Button variant="default" size="compact-sm" onClick={() => onAsk('closing')}>{t('record.closing')}</Button>}
    </div>
  );
}
