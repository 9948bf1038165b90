/** What stands in a cell. */
import { useTranslation } from 'react-i18next';
import { categoryLabel } from '@/api/categories';
import { statuses } from '@/api/filter';
import type { Row } from '@/api/list';
import { dueState } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { Avatar } from '@/ui/Avatar';
import { MiniLine } from '@/ui/MiniLine';
import { Attention } from './Attention';
import { isKnownColumn, type KnownColumn } from './columns';
import { Days } from './Days';
import { NextStep } from './NextStep';
import type { PiesOf } from './pies';
import classes from './List.module.css';

interface Props {
  row: Row;
  column: string;
  /** Whether Tab reaches what can be pressed inside. */
  isStop: boolean;
  pies: PiesOf;
}

function Day({ day, isOpen }: { day: string | null; isOpen: boolean }) {
  const formats = useFormats();
  if (day === null) return null;
  return <span data-due={isOpen ? dueState(day, formats.today()) : 'planned'}>{formats.day(day)}</span>;
}

/** What all of it is worth, and under it what it counts for as things stand. */
function Amount({ row }: { row: Row }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (row.amount_minor === null) return null;
  const weighted = row.status === 'open' && row.weighted_minor !== null && formats.money(row.weighted_minor, row.currency);
  return (
    <span className={classes.lines}>
      <span>{formats.money(row.amount_minor, row.currency)}</span>
      {weighted !== false && <span className={classes.under}>{t('list.weightedAt', { amount: weighted, percent: formats.percent(row.probability) })}</span>}
    </span>
  );
}

function Stage({ row, pies }: { row: Row; pies: PiesOf }) {
  return (
    <span className={classes.stage}>
      <bdi>{row.stage.name}</bdi>
      {pies(row.stage, true)}
      <MiniLine met={row.criteria_met} total={row.criteria_total} />
    </span>
  );
}

function Name({ row }: { row: Row }) {
  return (
    <span className={classes.lines}>
      <bdi className={classes.title}>{row.name}</bdi>
      <bdi className={classes.under}>{row.account?.name ?? row.contact?.name ?? ''}</bdi>
    </span>
  );
}

function Known({ row, column, isStop, pies }: Omit<Props, 'column'> & { column: KnownColumn }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const money = (minor: number | null) => (minor === null ? null : formats.money(minor, row.currency));
  const isOpen = row.status === 'open';
  switch (column) {
    case 'name':
      return <Name row={row} />;
    case 'account':
    case 'contact':
      return <bdi>{row[column]?.name}</bdi>;
    case 'process':
    case 'furthest_stage':
      return <bdi>{row[column].name}</bdi>;
    case 'stage':
      return <Stage row={row} pies={pies} />;
    case 'status': {
      const status = statuses.find((known) => known === row.status);
      return status === undefined ? row.status : t(`filter.status.${status}`);
    }
    case 'owner':
      return (
        <span className={classes.owner}>
          <Avatar person={row.owner} />
          <bdi className={classes.ownerName}>{row.owner.name}</bdi>
        </span>
      );
    case 'amount_minor':
      return <Amount row={row} />;
    case 'weighted_minor':
      return money(row.weighted_minor);
    case 'probability':
      return formats.percent(row.probability);
    case 'category':
      return categoryLabel(t, row.category);
    case 'expected_close_on':
    case 'next_step_on':
      return <Day day={row[column]} isOpen={isOpen} />;
    case 'actual_close_on':
      return <Day day={row.actual_close_on} isOpen={false} />;
    case 'stage_entered_at':
    case 'created_at':
      return formats.instant(row[column]);
    case 'days_in_stage':
      return <Days row={row} />;
    case 'criteria':
      return row.criteria_total === 0 ? null : t('list.met', { met: row.criteria_met, total: row.criteria_total });
    case 'watches':
      return <Attention row={row} isStop={isStop} />;
    case 'push_count':
      return row.push_count === 0 ? null : formats.number(row.push_count);
    case 'next_step':
      return <NextStep row={row} />;
    case 'close_reason':
    case 'source':
      return <bdi>{row[column]}</bdi>;
  }
}

export function Cell({ row, column, isStop, pies }: Props) {
  const { t } = useTranslation();
  if (isKnownColumn(column)) return <Known row={row} column={column} isStop={isStop} pies={pies} />;
  const value = row.custom[column.replace('custom.', '')];
  if (typeof value === 'boolean') return value ? t('page.yes') : t('page.no');
  return <bdi>{typeof value === 'string' || typeof value === 'number' ? String(value) : ''}</bdi>;
}
