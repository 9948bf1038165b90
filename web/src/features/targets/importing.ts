/** What a file of numbers comes to: for how many people it is a new goal, and what was refused, line by line. */
import type { GridSet } from '@/api/targets';

export type Cell = GridSet['items'][number];

interface RefusedLine {
  key: string;
  /** Speaks for all of them: they were refused for the same reason. */
  cell: Cell;
  /** None where it is all that the row says. */
  columns: readonly string[];
}

export function tally({ counts, items }: GridSet) {
  const { created = 0, changed = 0, unchanged = 0, refused = 0 } = counts;
  const people = new Set(items.filter(({ result }) => result === 'created').map(({ user_id: id }) => id)).size;
  return { set: created + changed, people, unchanged, refused };
}

export function isNew({ result }: Cell): boolean {
  return result === 'created' || result === 'changed';
}

export function refusedLines(cells: readonly Cell[]): RefusedLine[] {
  const inRow = new Map<number, number>();
  const alike = new Map<string, { cell: Cell; columns: string[] }>();
  for (const cell of cells) {
    inRow.set(cell.row, (inRow.get(cell.row) ?? 0) + 1);
    if (cell.result !== 'refused') continue;
    const key = `${cell.row} ${String(cell.problem?.code)}`;
    const { columns } = alike.get(key) ?? { columns: [] };
    alike.set(key, { cell, columns: [...columns, cell.column] });
  }
  return [...alike].map(([key, { cell, columns }]) => ({ key, cell, columns: columns.length === inRow.get(cell.row) ? [] : columns }));
}
