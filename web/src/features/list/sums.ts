/** What some rows come to, for each currency. */
import type { ListTotals, Row } from '@/api/list';

export function sumsOf(rows: readonly Pick<Row, 'currency' | 'amount_minor' | 'probability'>[]): ListTotals['totals'] {
  const sums = new Map<string, { count: number; amount: number; hundredfold: number }>();
  for (const { currency, amount_minor: amount, probability } of rows) {
    const before = sums.get(currency) ?? { count: 0, amount: 0, hundredfold: 0 };
    const minor = amount ?? 0;
    sums.set(currency, { count: before.count + 1, amount: before.amount + minor, hundredfold: before.hundredfold + minor * probability });
  }
  // Rounded once, at the end, as the server does.
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, { count, amount, hundredfold }]) => ({ currency, count, amount_minor: amount, weighted_minor: Math.floor((hundredfold + 50) / 100) }));
}
