/** The act that fits a line of the day. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DayRow } from '@/api/day';
import { Button, LinkButton } from '@/ui/controls';
import { actOf, joinAddress, whereDone } from './rows';
import classes from './Day.module.css';

export interface RowActs {
  onComplete: (row: DayRow) => void;
  onBook: (row: DayRow) => void;
  onOutcome: (row: DayRow) => void;
}

export function RowAct({ row, name, isBusy, onComplete, onBook, onOutcome }: RowActs & { row: DayRow; name: string; isBusy: boolean }) {
  const { t } = useTranslation();
  const act = actOf(row);
  const join = row.is_done ? null : joinAddress(row.location);
  const says = act === null ? '' : t(`day.acts.${act}Name`, { name });
  const { opportunity_id: deal } = row;
  const run = { book: onBook, outcome: onOutcome, complete: onComplete };
  return (
    <div className={classes.acts}>
      {join !== null && (
        <LinkButton component="a" href={join} target="_blank" rel="noreferrer" variant="default" size="compact-sm" aria-label={t('day.joinName', { name })}>
          {t('day.join')}
        </LinkButton>
      )}
      {(act === 'send' || act === 'invite') && deal !== null && (
        <LinkButton variant="default" size="compact-sm" aria-label={says} renderRoot={(props) => <Link {...props} {...whereDone(deal, row.action_id)} />}>
          {t(`day.acts.${act}`)}
        </LinkButton>
      )}
      {(act === 'book' || act === 'outcome' || act === 'complete') && (
        <Button variant="default" size="compact-sm" loading={isBusy} aria-label={says} onClick={() => run[act](row)}>
          {t(`day.acts.${act}`)}
        </Button>
      )}
      {act === null && row.is_done && <span className={classes.isDone}>{t('day.done')}</span>}
    </div>
  );
}
