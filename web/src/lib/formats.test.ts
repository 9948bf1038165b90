import { expect, test } from 'vitest';
import { makeFormats } from './formats';

const formats = makeFormats('en-GB', 'Europe/Berlin', 'EUR', () => new Date('2026-11-24T09:00:00Z'));

test('neighbouring days are words, near ones carry the weekday, far ones the year', () => {
  expect(formats.day('2026-11-24')).toBe('today');
  expect(formats.day('2026-11-23')).toBe('yesterday');
  expect(formats.day('2026-11-27')).toMatch(/^Fri,? 27 Nov$/u);
  expect(formats.day('2026-12-18')).toBe('18 Dec');
  expect(formats.day('2027-02-20')).toBe('20 Feb 2027');
});

test('moments are told in the zone of the organisation', () => {
  expect(formats.instant('2026-11-12T15:42:00Z')).toMatch(/^Thu,? 12 Nov, 16:42$/u);
});
