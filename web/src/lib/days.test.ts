import { expect, test } from 'vitest';
import { addDays, dayIn, daysBetween, dueState, isDay } from './days';

test('the day is the one of the zone, not of the machine', () => {
  const late = new Date('2026-11-24T23:30:00Z');

  expect(dayIn('Europe/Berlin', late)).toBe('2026-11-25');
  expect(dayIn('America/New_York', late)).toBe('2026-11-24');
});

test('days are counted over a clock change', () => {
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  expect(addDays('2026-11-22', 90)).toBe('2027-02-20');
});

test('a step is late only after its day', () => {
  expect(dueState('2026-11-23', '2026-11-24')).toBe('late');
  expect(dueState('2026-11-24', '2026-11-24')).toBe('today');
  expect(dueState('2026-11-25', '2026-11-24')).toBe('planned');
});

test('only a day of the calendar is one', () => {
  expect([isDay('2026-11-22'), isDay('2026-02-30'), isDay('today')]).toEqual([true, false, false]);
});
