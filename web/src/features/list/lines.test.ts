import { expect, test } from 'vitest';
import type { Row } from '@/api/list';
import { linesOf, windowOf } from './lines';

function row(id: number, owner: number): Row {
  const named = { id: owner, name: `Owner ${owner}` };
  return {
    id, name: `Deal ${id}`, owner: named, stage: { id: 1, name: 'Qualify' }, process: { id: 1, name: 'Sales' }, process_id: 1, furthest_stage: { id: 1, name: 'Qualify' }, account: null, contact: null,
    amount_minor: null, weighted_minor: null, currency: 'EUR', probability: 10, category: 'pipeline', status: 'open', expected_close_on: null, actual_close_on: null, close_reason: null, source: null,
    next_step: null, next_step_on: null, next_activity: null, custom: {}, stage_entered_at: '2026-11-01T12:00:00Z', created_at: '2026-11-01T12:00:00Z', days_in_stage: 1, stuck_days: null, criteria_met: 0, criteria_total: 0,
    push_count: 0, watches: [], may_edit: true, may_move: true, may_assign: true, version: 1,
  };
}

test('a head stands above each group, with what it comes to', () => {
  const totals = { key: 7, name: 'Rita', count: 2, totals: [] };

  const lines = linesOf([row(1, 7), row(2, 7), row(3, 8)], 'owner', [totals]);

  expect(lines.map(({ key }) => key)).toEqual(['group 7', 'row 1', 'row 2', 'group 8', 'row 3']);
  expect(lines[0]).toMatchObject({ group: totals });
  expect(lines[3]).toMatchObject({ group: { name: 'Owner 8' } });
});

test('without groups there are only rows', () => {
  expect(linesOf([row(1, 7)], null, [])).toMatchObject([{ kind: 'row' }]);
});

test('only the lines in the window and some around it are drawn', () => {
  expect(windowOf(1000, 0, 440, 44)).toEqual({ first: 0, last: 22 });
  expect(windowOf(1000, 22_000, 440, 44)).toEqual({ first: 488, last: 522 });
  expect(windowOf(5, 22_000, 440, 44)).toEqual({ first: 5, last: 5 });
});
