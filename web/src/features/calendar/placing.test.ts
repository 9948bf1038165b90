import { expect, test } from 'vitest';
import type { CalendarActivity } from '@/api/calendar';
import { byDay, dayOf, isMovable, moved, saidOfDrop, timesIn } from './placing';

function anActivity(id: number, said: Partial<CalendarActivity> = {}): CalendarActivity {
  return {
    id,
    category: 'timed',
    type: 'meeting',
    subject: `Activity ${id}`,
    location: null,
    starts_at: '2026-11-24T09:00:00Z',
    ends_at: '2026-11-24T10:00:00Z',
    on_day: null,
    late_since: null,
    status: 'active',
    is_tracked: false,
    is_outcome_pending: false,
    is_private: false,
    is_mine: true,
    responsible: { id: 1, name: 'Mara Lindqvist' },
    contact: null,
    opportunity_id: null,
    opportunity_name: null,
    action: null,
    stage: null,
    stage_count: 0,
    may_complete: true,
    may_change: true,
    version: 1,
    ...said,
  };
}

const aTask = (id: number, day: string, said: Partial<CalendarActivity> = {}) => anActivity(id, { category: 'task', starts_at: null, ends_at: null, on_day: day, ...said });

test('the day of an activity is that of whoever looks, and that of a late task is today', () => {
  const late = anActivity(1, { starts_at: '2026-11-24T23:30:00Z' });

  expect(dayOf(late, 'Europe/Berlin', '2026-11-24')).toBe('2026-11-25');
  expect(dayOf(late, 'America/New_York', '2026-11-24')).toBe('2026-11-24');
  expect(dayOf(aTask(2, '2026-11-20', { late_since: '2026-11-20' }), 'UTC', '2026-11-24')).toBe('2026-11-24');
});

test('what is dropped on a time takes place then, for an hour when it had no length', () => {
  const starts = new Date('2026-11-24T13:00:00Z');
  const said = saidOfDrop(aTask(1, '2026-11-24'), { day: '2026-11-24', starts, ends: null });

  expect(said).toEqual({ category: 'timed', on_day: null, starts_at: '2026-11-24T13:00:00.000Z', ends_at: '2026-11-24T14:00:00.000Z' });
});

test('what is dropped on a day stays a task, or is for all of it', () => {
  const dropped = { day: '2026-11-25', starts: null, ends: null };

  expect(saidOfDrop(aTask(1, '2026-11-24'), dropped).category).toBe('task');
  expect(saidOfDrop(anActivity(2), dropped)).toEqual({ category: 'all_day', on_day: '2026-11-25', starts_at: null, ends_at: null });
});

test('a move shows at once and can be put back as it was', () => {
  const before = aTask(1, '2026-11-20', { late_since: '2026-11-20' });
  const after = moved(before, saidOfDrop(before, { day: '2026-11-26', starts: null, ends: null }), '2026-11-24');

  expect([after.on_day, after.late_since]).toEqual(['2026-11-26', null]);
  expect(moved(after, timesIn(before), '2026-11-24')).toEqual(before);
});

test('what is done, or not one’s to change, stays where it is', () => {
  expect([isMovable(anActivity(1)), isMovable(anActivity(2, { status: 'done' })), isMovable(anActivity(3, { may_change: false }))]).toEqual([true, false, false]);
});

test('an agenda goes day by day: all day, tasks, then by time', () => {
  const all = [anActivity(1), aTask(2, '2026-11-24'), aTask(3, '2026-11-24', { category: 'all_day' }), anActivity(4, { starts_at: '2026-11-21T09:00:00Z' }), aTask(5, '2026-11-30')];
  const days = byDay(all, { first: '2026-11-22', last: '2026-11-30' }, 'UTC', '2026-11-24');

  expect(days.map(([day, items]) => [day, items.map(({ id }) => id)])).toEqual([['2026-11-22', [4]], ['2026-11-24', [3, 2, 1]]]);
});
