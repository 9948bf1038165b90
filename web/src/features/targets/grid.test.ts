import { describe, expect, it } from 'vitest';
import { aTarget } from '@/api/builders';
import { columnsOf, isOver, rowsOf } from './grid';

const mara = { id: 1, name: 'Mara Lindqvist' };
const dave = { id: 2, name: 'Dave Pipe' };
const eve = { id: 3, name: 'Eve Vogel' };
const period = aTarget(1).period;
const marasPropose = aTarget(1, { user: mara });
const davesPropose = aTarget(2, { user: dave, period: { ...period, number: 5, reached: 5 } });
const davesWins = aTarget(3, { user: dave, metric: 'won_value', stage: null, currency: 'EUR', period_type: 'year' });
const davesWeek = aTarget(4, { user: dave, period_type: 'week' });
const targets = [marasPropose, davesWins, davesWeek, davesPropose];

describe('the grid of a team', () => {
  const columns = columnsOf(targets);

  it('has a column for what several count alike, the shortest period first', () => {
    expect(columns.map(({ like }) => [like.period_type, like.metric])).toEqual([
      ['week', 'advanced_count'],
      ['month', 'advanced_count'],
      ['year', 'won_value'],
    ]);
  });

  it('adds a column up', () => {
    expect(columns.map(({ reached, number, count }) => [reached, number, count])).toEqual([
      [4, 6, 1],
      [9, 11, 2],
      [4, 6, 1],
    ]);
  });

  it('has a row for everybody, and an empty cell where somebody has no goal', () => {
    const rows = rowsOf([mara, eve], targets, columns, 'en');
    expect(rows.map(({ person, cells }) => [person.name, ...cells.map((cell) => cell?.id)])).toEqual([
      ['Dave Pipe', 4, 2, 3],
      ['Eve Vogel', undefined, undefined, undefined],
      ['Mara Lindqvist', undefined, 1, undefined],
    ]);
  });

  it('keeps apart what differs in its currency or its processes', () => {
    expect(columnsOf([davesWins, { ...davesWins, id: 5, currency: 'USD' }, { ...davesWins, id: 6, process_ids: [2] }])).toHaveLength(3);
  });
});

it('is over from the moment it ends', () => {
  const ends = '2026-11-12T00:00:00Z';
  expect(isOver({ ended_at: ends }, new Date(ends))).toBe(true);
  expect(isOver({ ended_at: ends }, new Date('2026-11-11T23:59:59Z'))).toBe(false);
  expect(isOver({ ended_at: null }, new Date(ends))).toBe(false);
});
