/** Missing items by the stage that asks for them, in the order of the line. */
import type { Missing, StageRef } from '@/api/types';

export interface Group {
  key: string;
  kind: 'leave' | 'over' | 'enter';
  stage: string;
  items: Missing[];
}

const asked = new Set<Missing['kind']>(['reason', 'close_reason', 'competitor']);

function kindOf({ place, stage_id: stageId }: Missing, from: StageRef): Group['kind'] {
  if (place === 'entry') return 'enter';
  return stageId === from.id ? 'leave' : 'over';
}

/** Reasons are asked for in their own part of the sheet and stand in no group. */
export function groupMissing(missing: readonly Missing[], from: StageRef): Group[] {
  const groups = new Map<string, Group>();
  for (const item of missing.filter(({ kind }) => !asked.has(kind))) {
    const kind = kindOf(item, from);
    const key = `${kind}:${item.stage_id}`;
    const group = groups.get(key) ?? { key, kind, stage: item.stage_name, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  const order = { leave: 0, over: 1, enter: 2 };
  return [...groups.values()].toSorted((a, b) => order[a.kind] - order[b.kind]);
}
