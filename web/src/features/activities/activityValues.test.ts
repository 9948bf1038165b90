import { expect, test } from 'vitest';
import { atTheSameTime, saidOf, startingAt, timesOf, usualStart, valuesOf, type Busy } from './activityValues';

const draft = { category: 'timed', type: 'call', subject: 'Discovery', location: null, starts_at: '2026-11-30T08:00:00Z', ends_at: '2026-11-30T08:30:00Z', on_day: null, is_tracked: true };
const busy = (id: number, said: Partial<Busy> = {}): Busy => ({ id, subject: `Activity ${id}`, status: 'active', starts_at: '2026-11-24T09:00:00Z', ends_at: '2026-11-24T10:00:00Z', ...said });
const values = valuesOf(draft, 'Europe/Berlin', '2026-11-24');

test('what is proposed stands on the clocks of whoever looks, and goes back as it came', () => {
  expect(values).toMatchObject({ day: '2026-11-30', start: '09:00', end: '09:30', type: 'call', isTracked: true });
  expect(timesOf(values, 'Europe/Berlin')).toEqual({ starts_at: '2026-11-30T08:00:00.000Z', ends_at: '2026-11-30T08:30:00.000Z', on_day: null });
});

test('at another time it lasts as long', () => {
  expect(startingAt(values, '14:15')).toMatchObject({ start: '14:15', end: '14:45' });
  expect(startingAt(values, '')).toMatchObject({ start: '', end: '09:30' });
});

test('what ends before it starts ends on the next day', () => {
  const night = timesOf({ ...values, start: '23:00', end: '01:00' }, 'UTC');
  expect(night?.ends_at).toBe('2026-12-01T01:00:00.000Z');
});

test('a task has a day and no time, and without a day it is none yet', () => {
  const task = { ...values, category: 'task' as const };
  expect(timesOf(task, 'UTC')).toEqual({ starts_at: null, ends_at: null, on_day: '2026-11-30' });
  expect(timesOf({ ...task, day: '' }, 'UTC')).toBeNull();
  expect(timesOf({ ...values, start: '' }, 'UTC')).toBeNull();
});

test('what is left empty is said to be empty', () => {
  expect(saidOf({ ...values, location: ' ' }, { starts_at: null, ends_at: null, on_day: '2026-11-30' })).toMatchObject({ location: null, remarks: null, subject: 'Discovery' });
});

test('two are at the same time when they overlap, and not when one follows the other', () => {
  const times = { starts_at: '2026-11-24T09:30:00Z', ends_at: '2026-11-24T11:00:00Z' };
  const after = busy(2, { starts_at: '2026-11-24T11:00:00Z', ends_at: '2026-11-24T12:00:00Z' });
  const others = [busy(1), after, busy(3, { starts_at: null, ends_at: null }), busy(4, { status: 'done' })];

  expect(atTheSameTime(times, others, null).map(({ id }) => id)).toEqual([1]);
  expect(atTheSameTime(times, others, 1)).toEqual([]);
  expect(atTheSameTime({ starts_at: null, ends_at: null }, others, null)).toEqual([]);
});

test('a new activity is offered for the next hour of today, and for nine of another day', () => {
  const now = new Date('2026-11-24T13:20:00Z');

  expect(usualStart('2026-11-24', 'UTC', now)).toBe('14:00');
  expect(usualStart('2026-11-25', 'UTC', now)).toBe('09:00');
  expect(usualStart('2026-11-24', 'UTC', new Date('2026-11-24T23:40:00Z'))).toBe('23:00');
});
