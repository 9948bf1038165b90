/** How long a deal stands in its stage: amber with the limit beside it once it is over that. */
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api/list';
import { IconHourglass } from '@/ui/icons';
import { Tag } from '@/ui/Tag';
import classes from './List.module.css';

export function Days({ row }: { row: Row }) {
  const { t } = useTranslation();
  const words = t('list.days', { count: row.days_in_stage });
  if (row.status !== 'open' || row.stuck_days === null || row.days_in_stage <= row.stuck_days) return <>{words}</>;
  return (
    <span className={classes.lines}>
      <Tag tone="soon">
        <IconHourglass size={12} aria-hidden />
        {words}
      </Tag>
      <span className={classes.under}>{t('list.limit', { count: row.stuck_days })}</span>
    </span>
  );
}
