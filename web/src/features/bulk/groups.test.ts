import { expect, test } from 'vitest';
import type { BatchItem, ResultGroup } from '@/api/batches';
import { countOf, groupsOf, itemsOf, STAYS } from './groups';

function group(result: ResultGroup['result'], count: number, code: string | null = null): ResultGroup {
  return { result, code, count };
}

function item(id: number, result: BatchItem['result'], code?: string): BatchItem {
  return { opportunity_id: id, name: `Deal ${id}`, result, version: null, problem: code === undefined ? null : { code, missing: [] } };
}

test('what is missing is told apart by how much it weighs', () => {
  const groups = groupsOf([group('changed', 9), group('blocked', 1, 'gaps_hard'), group('blocked', 2, 'gaps_soft'), group('skipped', 1, 'target_invalid')]);

  expect(groups.map(({ name, tone, count }) => [name, tone, count])).toEqual([
    ['changed', 'done', 9],
    ['hard', 'hard', 1],
    ['soft', 'soft', 2],
    ['skipped', 'away', 1],
  ]);
});

test('refusals that are told in the same words are one group', () => {
  expect(groupsOf([group('blocked', 1, 'reopen_required'), group('blocked', 2, 'read_only'), group('blocked', 4, 'anything')])).toMatchObject([
    { name: 'closed', count: 3 },
    { name: 'blocked', count: 4 },
  ]);
});

test('a group opens to its own items', () => {
  const items = [item(1, 'changed'), item(2, 'blocked', 'gaps_soft'), item(3, 'blocked', 'gaps_hard'), item(4, 'blocked', 'unknown')];

  expect(itemsOf(items, 'soft').map((one) => one.opportunity_id)).toEqual([2]);
  expect(itemsOf(items, 'blocked').map((one) => one.opportunity_id)).toEqual([4]);
});

test('what was changed or is gone does not stay selected', () => {
  expect(countOf({ changed: 9, unchanged: 1, blocked: 2, conflict: 1, not_found: 5 }, STAYS)).toBe(3);
});
