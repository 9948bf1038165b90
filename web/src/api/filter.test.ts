import { expect, test } from 'vitest';
import { amountOf, asQuery, closingWithin, groupsOf, partsOf, readFilter, withAmount, withClosing, withGroups, without, type Filter } from './filter';

const whole: Filter = {
  process_id: 1,
  stage_id: [2, 3],
  owner_id: [7],
  status: 'open',
  q: 'solar',
  attention: ['any'],
  ready: true,
  closes_from: '2026-11-01',
  closes_to: '2026-11-30',
  condition: { field: 'source', is: 'is_filled' },
};

test('what an address says is read back as it was written', () => {
  expect(readFilter({ ...whole })).toEqual(whole);
});

test('a single number is a list of one, and a number is a text to look for', () => {
  expect(readFilter({ owner_id: 7, stage_id: '3', q: 42 })).toEqual({ owner_id: [7], stage_id: [3], q: '42' });
});

test('what means nothing is left out', () => {
  expect(readFilter({ owner_id: [0, -1, 'x'], status: 'maybe', closes_from: 'soon', attention: ['bored'], ready: 'yes', condition: '[1]', q: ' ' })).toEqual({});
});

test('a condition travels as text', () => {
  expect(asQuery({ condition: { field: 'source', is: 'is_filled' } })).toEqual({ condition: '{"field":"source","is":"is_filled"}' });
  expect(readFilter({ condition: '{"field":"source","is":"is_filled"}' })).toEqual({ condition: { field: 'source', is: 'is_filled' } });
});

test('an amount joins the condition and leaves what else it asks', () => {
  const both = withClosing(withAmount({ condition: { field: 'source', is: 'is_filled' } }, { currency: 'EUR', from: 100, to: 900 }), 30);

  expect(amountOf(both)).toEqual({ currency: 'EUR', from: 100, to: 900 });
  expect(closingWithin(both)).toBe(30);
  expect(partsOf(both)).toEqual(['closing', 'amount', 'condition']);
  expect(without(without(both, 'amount'), 'closing')).toEqual({ condition: { field: 'source', is: 'is_filled' } });
  expect(without(without(without(both, 'condition'), 'amount'), 'closing')).toEqual({});
});

test('each part is a chip, and goes without the others', () => {
  expect(partsOf(whole)).toEqual(['process', 'stage', 'owner', 'status', 'closes', 'attention', 'ready', 'text', 'condition']);
  expect(partsOf(without(whole, 'closes'))).not.toContain('closes');
  expect(partsOf(without(whole, 'process'))).not.toContain('stage');
});

test('groups of checks are joined by or, and stand beside the amount', () => {
  const fair = { field: 'source', is: 'equals', value: 'fair' };
  const named = { field: 'name', is: 'contains', value: 'portal' };
  const amount = withAmount({}, { currency: 'EUR', from: 1 });

  const both = withGroups(amount, [[fair, named], [named]]);

  expect(both.condition).toMatchObject({ all: [{ field: 'amount_minor' }, { any: [{ all: [fair, named] }, { all: [named] }] }] });
  expect(groupsOf(both)).toEqual([[fair, named], [named]]);
  expect(withGroups(both, [[], [named]])).toEqual(withGroups(amount, [[named]]));
  expect(groupsOf(withGroups(both, [[fair]]))).toEqual([[fair]]);
  expect(withGroups(both, [])).toEqual(amount);
});

test('what is nested in other ways stays as it is said', () => {
  expect(groupsOf({ condition: { not: { field: 'source', is: 'is_filled' } } })).toBeNull();
});
