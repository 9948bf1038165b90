import { expect, test } from 'vitest';
import { isFiltered, readLook } from './boardLook';

test('an address says which deals are shown and in which order', () => {
  const look = readLook({ owner_id: [2, '3'], attention: ['any', 'nonsense'], ready: true, q: 'fleet', sort: 'amount_minor', move: 4 });

  expect(look).toEqual({ owner_id: [2, 3], attention: ['any'], ready: true, q: 'fleet', sort: 'amount_minor' });
});

test('what means nothing is left out', () => {
  expect(readLook({ owner_id: 'x', attention: 'nonsense', ready: 'yes', q: '', sort: 'luck' })).toEqual({});
});

test('one id may stand without a list', () => {
  expect(readLook({ owner_id: 2, account_id: 5 })).toEqual({ owner_id: [2], account_id: 5 });
});

test('an order alone leaves nothing out', () => {
  expect(isFiltered({ sort: 'amount_minor' })).toBe(false);
  expect(isFiltered({ attention: ['any'] })).toBe(true);
});
