/** How results are told: which belong together, in which words, and how grave they are. */
import type { BatchItem, Result, ResultGroup } from '@/api/batches';

type GroupTone = 'done' | 'same' | 'soft' | 'hard' | 'away';

const codes = {
  gaps_soft: 'soft',
  gaps_hard: 'hard',
  reason_required: 'reason',
  reopen_required: 'closed',
  read_only: 'closed',
} as const;

export type GroupName = Exclude<Result, 'blocked'> | 'blocked' | (typeof codes)[keyof typeof codes];

function isKnown(code: string): code is keyof typeof codes {
  return code in codes;
}

function groupName({ result, code }: Pick<ResultGroup, 'result' | 'code'>): GroupName {
  return result === 'blocked' && code !== null && isKnown(code) ? codes[code] : result;
}

const tones: Record<GroupName, GroupTone> = {
  changed: 'done',
  unchanged: 'same',
  soft: 'soft',
  reason: 'soft',
  hard: 'hard',
  closed: 'hard',
  blocked: 'hard',
  conflict: 'away',
  not_allowed: 'away',
  skipped: 'away',
  not_found: 'away',
};

export interface Group {
  name: GroupName;
  tone: GroupTone;
  count: number;
}

function codeOf({ problem }: BatchItem): string | null {
  const code = problem?.code;
  return typeof code === 'string' ? code : null;
}

/** Those that are told in the same words are one, in the order in which the server tells them. */
export function groupsOf(told: readonly ResultGroup[]): Group[] {
  const groups = new Map<GroupName, Group>();
  for (const one of told) {
    const name = groupName(one);
    groups.set(name, { name, tone: tones[name], count: one.count + (groups.get(name)?.count ?? 0) });
  }
  return [...groups.values()];
}

export function itemsOf(items: readonly BatchItem[], name: GroupName): BatchItem[] {
  return items.filter((item) => groupName({ result: item.result, code: codeOf(item) }) === name);
}

/** What stays selected after a run: whatever could still be changed by putting something right. */
export const STAYS: readonly Result[] = ['blocked', 'conflict', 'not_allowed', 'skipped'];
/** What is worth another try at once. */
export const AGAIN: readonly Result[] = ['blocked', 'conflict'];

export function countOf(counts: Readonly<Record<string, number>>, results: readonly Result[]): number {
  return results.reduce((sum, result) => sum + (counts[result] ?? 0), 0);
}
