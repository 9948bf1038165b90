/** Why a deal needs attention, each reason with its evidence, on one line. */
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { watchSentence } from '@/api/watchSentence';
import { useFormats } from '@/lib/formats';
import { IconAlertCircle } from '@/ui/icons';
import classes from './RecordHead.module.css';

export function Attention({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (record.watches.length === 0) return null;
  const reasons = new Intl.ListFormat(formats.locale, { type: 'unit', style: 'long' }).format(record.watches.map((watch) => watchSentence(t, formats, watch, record.stage.name)));
  return (
    <p className={classes.attention}>
      <IconAlertCircle size={15} aria-hidden />
      <b>{t('record.attention')}</b>
      {reasons}
    </p>
  );
}
