import { expect, test } from 'vitest';
import { defaultColumns, moved, nextSort, readColumns, wayOf } from './columns';

test('a list without a wish has the usual columns', () => {
  expect(readColumns(undefined)).toEqual(defaultColumns);
});

test('the name comes first, each column once, and none that there is not', () => {
  expect(readColumns('stage,name,stage,nonsense,custom.region')).toEqual(['name', 'stage', 'custom.region']);
  expect(readColumns('')).toEqual(['name']);
});

test('a press sorts, another one the other way round; numbers begin with the largest', () => {
  expect(nextSort('name', '-stage_entered_at')).toBe('name');
  expect(nextSort('name', 'name')).toBe('-name');
  expect(nextSort('amount_minor', 'name')).toBe('-amount_minor');
  expect(nextSort('amount_minor', '-amount_minor')).toBe('amount_minor');
  expect(nextSort('contact', 'name')).toBeUndefined();
});

test('most days in the stage are those that entered it first', () => {
  expect(nextSort('days_in_stage', 'name')).toBe('stage_entered_at');
  expect(wayOf('days_in_stage', 'stage_entered_at')).toBe('descending');
  expect(wayOf('stage_entered_at', 'stage_entered_at')).toBe('ascending');
});

test('a column moves between its neighbours and not in front of the name', () => {
  expect(moved(['name', 'stage', 'owner'], 'owner', -1)).toEqual(['name', 'owner', 'stage']);
  expect(moved(['name', 'stage', 'owner'], 'stage', -1)).toEqual(['name', 'stage', 'owner']);
  expect(moved(['name', 'stage', 'owner'], 'owner', 1)).toEqual(['name', 'stage', 'owner']);
});
