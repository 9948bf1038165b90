import { expect, it } from 'vitest';
import { hasOwnNumber, periodName, periodsFrom, plainDay } from './periods';

const TODAY = '2026-11-24';

it.each([
  ['month', '2026-11-01', '2026-11-30', 'November'],
  ['month', '2025-11-01', '2025-11-30', 'November 2025'],
  ['week', '2026-11-23', '2026-11-29', '23 – 29 Nov'],
  ['quarter', '2026-10-01', '2026-12-31', 'Oct – Dec'],
  ['year', '2026-11-01', '2027-10-31', 'Nov 2026 – Oct 2027'],
] as const)('a %s from %s has a name of its own', (type, first, last, name) => {
  expect(periodName({ starts_on: first, last_on: last }, type, 'en-GB', TODAY).replaceAll(/[\u2009\u202F\u00A0]/gu, ' ')).toBe(name);
});

it.each([
  ['week', '2026-12-28', ['2026-12-28', '2027-01-04'], '2027-01-10'],
  ['month', '2026-12-01', ['2026-12-01', '2027-01-01'], '2027-01-31'],
  ['quarter', '2026-10-01', ['2026-10-01', '2027-01-01'], '2027-03-31'],
  ['year', '2027-03-01', ['2027-03-01', '2028-03-01'], '2029-02-28'],
] as const)('after a %s comes the next, without a day between', (type, first, starts, last) => {
  const spans = periodsFrom(first, type, 2);
  expect(spans.map((span) => span.starts_on)).toEqual(starts);
  expect(spans.at(-1)?.last_on).toBe(last);
});

it('says the year of a day only where it is another one', () => {
  expect(plainDay('2026-11-12', 'en-GB', TODAY)).toBe('12 Nov');
  expect(plainDay('2027-02-28', 'en-GB', TODAY)).toBe('28 Feb 2027');
});

it('knows whether a period has a number for itself alone', () => {
  const numbers = [
    { from_on: '2026-12-01', number: 15, is_once: true },
    { from_on: '2026-11-01', number: 8, is_once: false },
  ];
  expect(['2026-11-01', '2026-12-01', '2027-01-01'].map((month) => hasOwnNumber(numbers, month))).toEqual([false, true, false]);
});
