import { expect, test } from 'vitest';
import { sumsOf } from './sums';

const row = (currency: string, amount: number | null, probability: number) => ({ currency, amount_minor: amount, probability });

test('currencies are never added, and weights are rounded once', () => {
  expect(sumsOf([row('USD', 100, 50), row('EUR', 1, 25), row('EUR', 1, 25), row('EUR', null, 90)])).toEqual([
    { currency: 'EUR', count: 3, amount_minor: 2, weighted_minor: 1 },
    { currency: 'USD', count: 1, amount_minor: 100, weighted_minor: 50 },
  ]);
});
