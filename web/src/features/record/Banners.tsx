/** What a closed or deleted deal says of itself, and the ways out. */
import { useTranslation } from 'react-i18next';
import { restoreOpportunity } from '@/api/acts';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { useRight } from '@/api/useRight';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import type { Ask } from './asking';
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

export function Banners({ record, onAsk }: { record: OpportunityRecord; onAsk: (ask: Ask) => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (record.deleted_at !== null) return <Deleted record={record} />;
  if (record.stage.type === 'open') return null;
  return (
    <div className={classes.closed} data-type={record.stage.type}>
      {t('record.readOnly', { stage: record.stage.name, day: record.actual_close_on === null ? '' : formats.day(record.actual_close_on) })}
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
