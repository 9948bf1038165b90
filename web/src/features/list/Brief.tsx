/** A deal on a phone, in two lines: what it is and what it is worth, then where it stands. */
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api/list';
import { watchKinds } from '@/api/watchKinds';
import { useFormats } from '@/lib/formats';
import { Reason } from './Reason';
import classes from './List.module.css';

export function Brief({ row }: { row: Row }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const first = watchKinds.find((kind) => row.watches.some((watch) => watch.kind === kind));
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
        {first === undefined ? <span className={classes.since}>{t('list.days', { count: row.days_in_stage })}</span> : <Reason kind={first} />}
      </span>
    </span>
  );
}
