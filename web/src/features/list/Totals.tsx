/** What deals come to, for each currency; nothing ever adds two. */
import { useTranslation } from 'react-i18next';
import type { ListTotals, Row } from '@/api/list';
import { useFormats } from '@/lib/formats';
import { useSelection } from '@/lib/selection';
import { sumsOf } from './sums';
import classes from './List.module.css';

export function Sums({ totals }: { totals: ListTotals['totals'] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return totals.map(({ currency, amount_minor: amount, weighted_minor: weighted }) => (
    <span key={currency} className={classes.sum}>
      <b>{formats.money(amount, currency)}</b> <span>{t('list.weighted', { amount: formats.money(weighted, currency) })}</span>
    </span>
  ));
}

/** What is selected, in sums only where all of it has been read. */
function Selected({ rows, totals }: { rows: readonly Row[]; totals: ListTotals }) {
  const { t } = useTranslation();
  const { items } = useSelection('list');
  if (items.size === 0) return null;
  const read = rows.filter(({ id }) => items.has(id));
  return (
    <span className={classes.selected}>
      <b>{t('list.selected', { count: items.size })}</b>
      {read.length === items.size && <Sums totals={sumsOf(read)} />}
      {read.length < items.size && items.size === totals.count && <Sums totals={totals.totals} />}
    </span>
  );
}

export function Totals({ totals, rows }: { totals: ListTotals; rows: readonly Row[] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.totals} aria-label={t('list.totals')}>
      <span>{t('list.count', { count: totals.count })}</span>
      <Sums totals={totals.totals} />
      <Selected rows={rows} totals={totals} />
    </section>
  );
}
