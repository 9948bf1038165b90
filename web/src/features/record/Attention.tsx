/** Why a deal needs attention, each reason with its evidence, on one line. */
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { IconAlertCircle } from '@/ui/icons';
import classes from './RecordHead.module.css';

type Watch = OpportunityRecord['watches'][number];

function useEvidence(stage: string) {
  const { t } = useTranslation();
  const formats = useFormats();
  return ({ kind, days, limit_days: limit, on, pushes }: Watch): string => {
    const counted = { days: days ?? 0, limit: limit ?? 0 };
    const day = { on: on === null ? '' : formats.day(on) };
    switch (kind) {
      case 'stage_age':
      case 'never_started':
        return t(`watch.${kind}`, { ...counted, stage });
      case 'idle':
        return t('watch.idle', counted);
      case 'close_date_past':
      case 'next_step_past':
        return t(`watch.${kind}`, day);
      case 'no_next_step':
        return t('watch.no_next_step');
      case 'pushed':
        return t('watch.pushed', { pushes: pushes ?? 0 });
    }
  };
}

export function Attention({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const evidence = useEvidence(record.stage.name);
  if (record.watches.length === 0) return null;
  const reasons = new Intl.ListFormat(formats.locale, { type: 'unit', style: 'long' }).format(record.watches.map((watch) => evidence(watch)));
  return (
    <p className={classes.attention}>
      <IconAlertCircle size={15} aria-hidden />
      <b>{t('record.attention')}</b>
      {reasons}
    </p>
  );
}
