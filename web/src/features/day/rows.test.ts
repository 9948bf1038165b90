import { describe, expect, test } from 'vitest';
import type { DayRow } from '@/api/day';
import { actOf, joinAddress, placeOfNow, whenOf } from './rows';

const activity: NonNullable<DayRow['activity']> = {
  id: 1, subject: 'Call', category: 'timed', type: 'call', status: 'active', starts_at: null, ends_at: null, on_day: null, is_tracked: false, is_outcome_pending: false, outcome: null,
  created_at: '2026-11-24T10:00:00Z', version: 1,
};
const row = { type: 'calendar_activity' as const, activity: null, is_done: false, may_do: true, opportunity_id: 1, action_id: 1 };

describe('the act that fits', () => {
  test.each([
    ['nothing in the calendar yet', row, 'book'],
    ['its activity is tracked', { ...row, activity: { ...activity, is_tracked: true } }, 'outcome'],
    ['its activity is not tracked', { ...row, activity }, 'complete'],
    ['a letter', { ...row, type: 'letter' as const }, 'send'],
    ['an event', { ...row, type: 'gathering' as const }, 'invite'],
    ['a checklist', { ...row, type: 'checklist' as const }, 'complete'],
    ['an activity by itself', { ...row, type: null, action_id: null, opportunity_id: null, activity }, 'complete'],
    ['done', { ...row, is_done: true }, null],
    ['done, with the outcome still to be said', { ...row, is_done: true, activity: { ...activity, is_outcome_pending: true } }, 'outcome'],
    ['somebody else may do it', { ...row, may_do: false }, null],
  ])('%s', (_case, given, expected) => {
    expect(actOf(given)).toBe(expected);
  });
});

test('within a week the weekday says when, and today the time alone', () => {
  const formats = { locale: 'en-GB', time: () => '09:30' };
  expect(whenOf({ day: '2026-11-20', at: null }, '2026-11-24', formats)).toBe('Fri');
  expect(whenOf({ day: '2026-11-10', at: null }, '2026-11-24', formats)).toBe('10 Nov');
  expect(whenOf({ day: '2026-11-25', at: '2026-11-25T08:30:00Z' }, '2026-11-24', formats)).toBe('Wed 09:30');
  expect(whenOf({ day: '2026-11-24', at: '2026-11-24T08:30:00Z' }, '2026-11-24', formats)).toBe('09:30');
});

test('the present stands after what is over', () => {
  const rows = [{ at: '2026-11-24T08:00:00Z' }, { at: '2026-11-24T13:00:00Z' }, { at: null }];
  expect(placeOfNow(rows, Date.parse('2026-11-24T10:00:00Z'))).toBe(1);
  expect(placeOfNow(rows, Date.parse('2026-11-24T14:00:00Z'))).toBe(2);
  expect(placeOfNow(rows.slice(0, 2), Date.parse('2026-11-24T14:00:00Z'))).toBe(2);
});

test('only an address can be joined', () => {
  expect(['https://meet.example/a', 'Harbour office', 'javascript:alert(1)', null].map(joinAddress)).toEqual(['https://meet.example/a', null, null, null]);
});
