/** The lines of the table: rows, with a head above each group; and which of them stand in the window. */
import type { Group, GroupTotals, Row } from '@/api/list';

export type Line = { kind: 'row'; key: string; row: Row } | { kind: 'group'; key: string; group: GroupTotals };

function keyOf(row: Row, group: Group): number | string {
  const keys = { owner: row.owner.id, stage: row.stage.id, process: row.process.id, category: row.category };
  return keys[group];
}

function nameOf(row: Row, group: Group): string {
  const names = { owner: row.owner.name, stage: row.stage.name, process: row.process.name, category: row.category };
  return names[group];
}

/** Rows come in the order of their groups; sums come later than rows, so a head can stand without them. */
export function linesOf(rows: readonly Row[], group: Group | null, totals: readonly GroupTotals[]): Line[] {
  const lines: Line[] = [];
  const heads = new Map(totals.map((each) => [each.key, each]));
  let current: number | string | undefined;
  for (const row of rows) {
    const key = group === null ? undefined : keyOf(row, group);
    if (group !== null && key !== undefined && key !== current) {
      current = key;
      lines.push({ kind: 'group', key: `group ${key}`, group: heads.get(key) ?? { key, name: nameOf(row, group), count: 0, totals: [] } });
    }
    lines.push({ kind: 'row', key: `row ${row.id}`, row });
  }
  return lines;
}

const AROUND = 12;

/** From the first line that is drawn to the one after the last. */
export function windowOf(count: number, scrolled: number, height: number, line: number): { first: number; last: number } {
  const first = Math.max(0, Math.floor(scrolled / line) - AROUND);
  return { first: Math.min(first, count), last: Math.min(count, Math.ceil((scrolled + height) / line) + AROUND) };
}
