/** The columns that a list can have: how wide, by what they sort, and how they are edited in place. */
import type { Sort } from '@/api/list';

type SortBy = Exclude<Sort, `-${string}`>;

interface Column {
  width: number;
  /** Where the window is not wide enough for all the usual ones. */
  narrow?: number;
  isNumber?: true;
  /** The longest in the stage came first: such a column sorts the other way round. */
  sort?: { by: SortBy; isReversed?: true };
  edit?: 'field' | 'owner' | 'stage';
}

const known = {
  name: { width: 216, narrow: 182, sort: { by: 'name' } },
  account: { width: 180, sort: { by: 'account' } },
  contact: { width: 160 },
  process: { width: 150 },
  stage: { width: 166, narrow: 130, sort: { by: 'stage' }, edit: 'stage' },
  status: { width: 110 },
  owner: { width: 116, narrow: 48, sort: { by: 'owner' }, edit: 'owner' },
  amount_minor: { width: 128, narrow: 114, isNumber: true, sort: { by: 'amount_minor' }, edit: 'field' },
  probability: { width: 100, isNumber: true, sort: { by: 'probability' } },
  weighted_minor: { width: 110, isNumber: true },
  category: { width: 120 },
  expected_close_on: { width: 108, narrow: 98, sort: { by: 'expected_close_on' }, edit: 'field' },
  actual_close_on: { width: 130 },
  close_reason: { width: 160 },
  next_step: { width: 178, narrow: 124, sort: { by: 'next_step_on' }, edit: 'field' },
  next_step_on: { width: 140, sort: { by: 'next_step_on' }, edit: 'field' },
  days_in_stage: { width: 118, narrow: 104, isNumber: true, sort: { by: 'stage_entered_at', isReversed: true } },
  stage_entered_at: { width: 140, sort: { by: 'stage_entered_at' } },
  criteria: { width: 140 },
  watches: { width: 150, narrow: 128 },
  push_count: { width: 100, isNumber: true },
  furthest_stage: { width: 140 },
  source: { width: 140 },
  created_at: { width: 140, sort: { by: 'created_at' } },
} as const satisfies Record<string, Column>;

/** On a phone there is room for one column, which tells the rest on its second line. */
export const phoneColumns: readonly string[] = ['name'];

export type KnownColumn = keyof typeof known;

const custom: Column = { width: 150 };

export const defaultColumns: readonly string[] = ['name', 'stage', 'amount_minor', 'expected_close_on', 'next_step', 'days_in_stage', 'watches', 'owner'];
export const knownColumns: readonly string[] = Object.keys(known);

export function isKnownColumn(column: string): column is KnownColumn {
  return column in known;
}

export function columnShape(column: string): Column {
  return isKnownColumn(column) ? known[column] : custom;
}

/** What stays is the deal's name, in front: without it nobody knows which row is which. */
export function readColumns(said: unknown): readonly string[] {
  if (typeof said !== 'string') return defaultColumns;
  const columns = said.split(',').filter((column) => isKnownColumn(column) || column.startsWith('custom.'));
  return ['name', ...new Set(columns.filter((column) => column !== 'name'))];
}

export type Way = 'ascending' | 'descending' | 'none';

export function wayOf(column: string, sort: Sort): Way {
  const by = columnShape(column).sort;
  if (by === undefined || sort.replace('-', '') !== by.by) return 'none';
  return sort.startsWith('-') === (by.isReversed === true) ? 'ascending' : 'descending';
}

/** What a press on the head of the column sorts by: numbers begin with the largest, then the other way round. */
export function nextSort(column: string, sort: Sort): Sort | undefined {
  const { sort: by, isNumber } = columnShape(column);
  if (by === undefined) return undefined;
  const way = wayOf(column, sort);
  const isDescending = way === 'none' ? isNumber === true : way === 'ascending';
  return isDescending === (by.isReversed === true) ? by.by : `-${by.by}`;
}

/** The columns with this one a place further to the left or right; the name stays where it is. */
export function moved(columns: readonly string[], column: string, step: 1 | -1): readonly string[] {
  const from = columns.indexOf(column);
  const to = from + step;
  if (from < 1 || to < 1 || to >= columns.length) return columns;
  return columns.with(from, columns[to] ?? column).with(to, column);
}
