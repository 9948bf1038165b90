import { expect, it } from 'vitest';
import { refusedLines, tally, type Cell } from './importing';

function aCell(row: number, month: number, said: Partial<Cell> = {}): Cell {
  return { row, person: `Person ${row}`, column: `from 2026-${month}-01`, user_id: row, result: 'changed', number: 5, starts_on: null, last_on: null, problem: null, ...said };
}

const refused = (row: number, month: number, code: string) => aCell(row, month, { result: 'refused', problem: { code } });

it('says in one line what all of a row was refused for, and else in which columns', () => {
  const cells = [refused(2, 10, 'period_closed'), refused(2, 11, 'invalid_amount'), refused(2, 12, 'invalid_amount'), aCell(3, 11), refused(4, 11, 'not_found'), refused(4, 12, 'not_found')];

  expect(refusedLines(cells).map(({ cell, columns }) => [cell.row, cell.problem?.['code'], columns])).toEqual([
    [2, 'period_closed', ['from 2026-10-01']],
    [2, 'invalid_amount', ['from 2026-11-01', 'from 2026-12-01']],
    [4, 'not_found', []],
  ]);
});

it('counts people who get a goal and not their numbers', () => {
  const items = [aCell(2, 11), ...[11, 12].flatMap((month) => [aCell(3, month, { result: 'created' }), aCell(4, month, { result: 'created' })])];

  expect(tally({ batch_id: null, counts: { created: 4, changed: 1, unchanged: 2, refused: 0 }, items })).toEqual({ set: 5, people: 2, unchanged: 2, refused: 0 });
});
