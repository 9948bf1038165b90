import { describe, expect, test } from 'vitest';
import type { Action, LinkedActivity } from '@/api/agenda';
import { countOf, nextAct } from './progress';

const activity: LinkedActivity = {
  id: 1, subject: 'Call', category: 'timed', type: 'call', status: 'active', starts_at: null, ends_at: null, on_day: null, is_tracked: false, is_outcome_pending: false, outcome: null,
  created_at: '2026-11-24T10:00:00Z', version: 1,
};
const completion = { at: '2026-11-24T10:00:00Z', by: { id: 1, name: 'Mara' }, how: 'manual' };

function anAction(said: Partial<Action> = {}): Action {
  return {
    id: 1, definition: null, type: 'calendar_activity', name: 'Call', instructions: '', position: 0, is_required: false, deal_role: null, responsible: null, due_on: null, due_days: null, is_late: false,
    plan: { activity: null, letter: null, gathering: null }, trouble: null, completion: null, activity: null, may_do: true, may_change: true, ...said,
  };
}

describe('the act that fits', () => {
  test.each([
    ['nothing in the calendar yet', anAction(), 'book'],
    ['its activity was cancelled', anAction({ activity: { ...activity, status: 'cancelled' } }), 'book'],
    ['an activity nobody is asked about', anAction({ activity }), 'complete'],
    ['an activity that is tracked', anAction({ activity: { ...activity, is_tracked: true } }), 'outcome'],
    ['its activity is done', anAction({ activity: { ...activity, status: 'done', is_tracked: true } }), 'complete'],
    ['a checklist', anAction({ type: 'checklist' }), 'complete'],
    ['complete, with the outcome still to be said', anAction({ completion, activity: { ...activity, status: 'done', is_outcome_pending: true } }), 'outcome'],
    ['complete', anAction({ completion }), null],
  ] as const)('%s', (_case, action, act) => {
    expect(nextAct(action)).toBe(act);
  });
});

test('what is complete is counted', () => {
  const stage = { id: 1, name: 'Identify', type: 'open', position: 1 };
  expect(countOf([{ stage, state: 'current', items: [anAction(), anAction({ completion })] }])).toEqual({ done: 1, total: 2 });
});
