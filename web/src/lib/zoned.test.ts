import { expect, test } from 'vitest';
import { addMinutes, instantOf, wallOf } from './zoned';

test('the same time on the clocks is another instant in winter and in summer', () => {
  expect(instantOf('Europe/Berlin', { day: '2026-11-30', time: '09:00' })).toBe('2026-11-30T08:00:00.000Z');
  expect(instantOf('Europe/Berlin', { day: '2026-07-01', time: '09:00' })).toBe('2026-07-01T07:00:00.000Z');
});

test.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'])('what the clocks of %s show leads back to the instant', (zone) => {
  const at = '2026-03-29T12:30:00.000Z';
  expect(instantOf(zone, wallOf(zone, new Date(at)))).toBe(at);
});

test('what is no time is no instant', () => {
  expect(instantOf('UTC', { day: '', time: '09:00' })).toBeNull();
});

test('minutes go on past midnight', () => {
  expect(addMinutes({ day: '2026-11-30', time: '23:30' }, 60)).toEqual({ day: '2026-12-01', time: '00:30' });
});
