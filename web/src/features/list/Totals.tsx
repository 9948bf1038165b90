/** What deals come to, for each currency; nothing ever adds two. */
import { useTranslation } from 'react-i18next';
import type { ListTotals } from '@/api/list';
import { useFormats } from '@/lib/formats';
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

export function Totals({ totals }: { totals: ListTotals }) {
  const { t } = useTranslation();
  return (
    <section className={classes.totals} aria-label={t('list.totals')}>
      <span>{t('list.count', { count: totals.count })}</span>
      <Sums totals={totals.totals} />
    </section>
  );
}
