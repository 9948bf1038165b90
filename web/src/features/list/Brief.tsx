/** A deal on a phone, in two lines: what it is and what it is worth, then where it stands. */
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api/list';
import { useFormats } from '@/lib/formats';
import { IconHourglass } from '@/ui/icons';
import classes from './List.module.css';

export function Brief({ row }: { row: Row }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const isOld = row.watches.some(({ kind }) => kind === 'stage_age' || kind === 'never_started');
  const isNew = row.watches.some(({ kind }) => kind === 'never_started');
  const around = row.account?.name ?? row.contact?.name;
  return (
    <span className={classes.lines}>
      <span className={classes.brief}>
        <bdi className={classes.title}>{row.name}</bdi>
        {row.amount_minor !== null && <span className={classes.worth}>{formats.money(row.amount_minor, row.currency)}</span>}
      </span>
      <span className={classes.brief}>
        <span className={classes.under}>
          <bdi>{row.stage.name}</bdi>
          {around !== undefined && (
            <>
              {' · '}
              <bdi>{around}</bdi>
            </>
          )}
        </span>
        <span className={classes.sign} data-due={isOld ? 'none' : 'planned'}>
          {isOld && <IconHourglass size={12} aria-hidden />}
          {isNew ? t('watch.brief.never_started') : t('list.days', { count: row.days_in_stage })}
        </span>
      </span>
    </span>
  );
}
