import { expect, test } from 'vitest';
import { aMissing } from '@/api/builders';
import { groupMissing } from './groups';

const from = { id: 1, name: 'Identify', type: 'open' as const, position: 1 };

test('items stand under the stage that asks: leaving, passed over, entering', () => {
  const entry = aMissing({ place: 'entry', stage_id: 3, stage_name: 'Propose' });
  const over = aMissing({ stage_id: 2, stage_name: 'Qualify' });
  const skip = aMissing({ kind: 'skip', stage_id: 2, stage_name: 'Qualify' });
  const leave = aMissing({ stage_id: 1, stage_name: 'Identify' });

  const groups = groupMissing([entry, over, skip, leave], from);

  expect(groups.map(({ kind, stage, items }) => [kind, stage, items.length])).toEqual([
    ['leave', 'Identify', 1],
    ['over', 'Qualify', 2],
    ['enter', 'Propose', 1],
  ]);
});

test('reasons are asked for elsewhere', () => {
  const reasons = (['reason', 'close_reason', 'competitor'] as const).map((kind) => aMissing({ kind }));

  expect(groupMissing(reasons, from)).toEqual([]);
});
