import { expect, test } from 'vitest';
import { saidOf, startingAt, timesOf, valuesOf } from './activityValues';

const draft = { category: 'timed', type: 'call', subject: 'Discovery', location: null, starts_at: '2026-11-30T08:00:00Z', ends_at: '2026-11-30T08:30:00Z', on_day: null, is_tracked: true };
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
