import { expect, test } from 'vitest';
import { namedSpan, spanOf, stepped, titleOf, viewIn } from './spans';

test('a week begins on the day that the organisation says', () => {
  expect(spanOf('week', '2026-11-22', 1)).toEqual({ first: '2026-11-16', last: '2026-11-23' });
  expect(spanOf('week', '2026-11-22', 7)).toEqual({ first: '2026-11-22', last: '2026-11-29' });
});

test('a month comes with the rest of its weeks, and is named without them', () => {
  expect(spanOf('month', '2026-11-22', 1)).toEqual({ first: '2026-10-26', last: '2026-12-07' });
  expect(spanOf('month', '2027-02-10', 1)).toEqual({ first: '2027-02-01', last: '2027-03-01' });
  expect(namedSpan('month', '2026-12-31', 1)).toEqual({ first: '2026-12-01', last: '2027-01-01' });
});

test('a step goes to the same day of the next month, or to its last', () => {
  expect(stepped('month', '2026-12-31', 2)).toBe('2027-02-28');
  expect(stepped('month', '2026-03-15', -1)).toBe('2026-02-15');
  expect(stepped('week', '2026-12-31', 1)).toBe('2027-01-07');
  expect(stepped('day', '2026-12-31', 1)).toBe('2027-01-01');
  expect(stepped('agenda', '2026-11-22', -1)).toBe('2026-11-08');
});

test('a title says what is shown, in the language of whoever looks', () => {
  expect(titleOf('month', namedSpan('month', '2026-11-22', 1), 'de')).toBe('November 2026');
  expect(titleOf('day', spanOf('day', '2026-11-22', 1), 'de')).toBe('Sonntag, 22. November 2026');
  expect(titleOf('week', spanOf('week', '2026-11-22', 1), 'en-GB').replaceAll(/\s/gu, '')).toBe('16–22Nov2026');
});

test('only a view that there is is taken from an address', () => {
  expect([viewIn('agenda'), viewIn('year')]).toEqual(['agenda', undefined]);
});
