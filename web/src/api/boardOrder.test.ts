import { describe, expect, test } from 'vitest';
import { appendPage, boardTotals, cardAbove, findCard, moveCard, moveCards, placeBelow, placeCard } from './boardOrder';
import { aBoard, aCard, aColumn } from './builders';

describe('moving a card', () => {
  const board = aBoard({
    columns: [
      aColumn(1, { probability: 10, cards: [aCard(11, { amount_minor: 1000, probability: 10 }), aCard(12, { currency: 'USD', amount_minor: 500, probability: 10 })] }),
      aColumn(2, { probability: 50, cards: [aCard(21, { amount_minor: 4000, probability: 50 })] }),
    ],
    closed: [aColumn(9, { type: 'won', probability: 100 })],
  });

  test('takes its amount and count along and weighs it by the new stage', () => {
    const moved = moveCard(board, 11, 2);

    expect(moved.columns[0]?.totals).toEqual([{ currency: 'USD', count: 1, amount_minor: 500, weighted_minor: 50 }]);
    expect(moved.columns[1]?.totals).toEqual([{ currency: 'EUR', count: 2, amount_minor: 5000, weighted_minor: 2500 }]);
    expect(moved.columns.map((column) => column.count)).toEqual([1, 2]);
  });

  test('puts it where it was dropped, first when nobody said', () => {
    expect(moveCard(board, 11, 2, 1).columns[1]?.cards.map((card) => card.id)).toEqual([21, 11]);
    expect(moveCard(board, 11, 2).columns[1]?.cards.map((card) => card.id)).toEqual([11, 21]);
  });

  test('stands below the card it was dropped under, on top where that is not there', () => {
    expect(placeBelow(board, 1, 11)).toBe(1);
    expect(placeBelow(board, 1, 21)).toBe(0);
    expect(placeBelow(board, 1, null)).toBe(0);
  });

  test('takes along all that are carried with it', () => {
    expect(moveCards(board, [11, 12], 2).columns.map((column) => column.count)).toEqual([0, 3]);
  });

  test('into a closed stage leaves the open columns and counts there', () => {
    const closed = moveCard(board, 21, 9);

    expect(findCard(closed, 21)).toBeNull();
    expect(closed.closed[0]?.count).toBe(1);
    expect(closed.closed[0]?.cards).toEqual([]);
  });

  test('never mixes currencies', () => {
    expect(moveCard(board, 12, 2).columns[1]?.totals.map((total) => total.currency)).toEqual(['EUR', 'USD']);
  });

  test('to where it stands already, or of a card nobody knows, changes nothing', () => {
    expect(moveCard(board, 11, 1)).toBe(board);
    expect(moveCard(board, 99, 2)).toBe(board);
    expect(moveCard(board, 11, 77)).toBe(board);
  });

  test('leaves the board it started from as it was', () => {
    const before = structuredClone(board);

    moveCard(board, 11, 2);

    expect(board).toEqual(before);
  });

  test('there and back restores every count and sum', () => {
    const back = moveCard(moveCard(board, 21, 1), 21, 2);

    expect(back.columns.map((column) => [column.count, column.totals])).toEqual(board.columns.map((column) => [column.count, column.totals]));
  });
});

describe('placing a card', () => {
  const board = aBoard({ columns: [aColumn(1, { cards: [aCard(1), aCard(2), aCard(3)] }), aColumn(2, { cards: [aCard(4)] })] });
  const order = (placed: typeof board) => placed.columns.map(({ cards }) => cards.map(({ id }) => id));

  test('puts it below another one of its column, or on top', () => {
    expect(order(placeCard(board, 1, 2))).toEqual([[2, 1, 3], [4]]);
    expect(order(placeCard(board, 3, null))).toEqual([[3, 1, 2], [4]]);
  });

  test('below itself changes nothing', () => {
    expect(placeCard(board, 1, 1)).toBe(board);
  });

  test('the card above a place is told without the one that moves', () => {
    const [column] = board.columns;
    if (column === undefined) throw new Error('no column');

    expect([0, 1, 2].map((index) => cardAbove(column, 2, index))).toEqual([null, 1, 3]);
    expect(cardAbove(column, 9, 3)).toBe(3);
  });
});

test('a further page goes under the first, each card once', () => {
  const board = aBoard({ columns: [aColumn(1, { cards: [aCard(1), aCard(2)], next_cursor: 'more' })] });

  const longer = appendPage(board, 1, { items: [aCard(2), aCard(3)], next_cursor: null });

  expect(longer.columns[0]?.cards.map((card) => card.id)).toEqual([1, 2, 3]);
  expect(longer.columns[0]?.next_cursor).toBeNull();
});

test('the board sums each currency apart', () => {
  const board = aBoard({
    columns: [aColumn(1, { cards: [aCard(1, { amount_minor: 100 })] }), aColumn(2, { cards: [aCard(2, { amount_minor: 200 }), aCard(3, { currency: 'USD', amount_minor: 7 })] })],
  });

  expect(boardTotals(board).map((total) => [total.currency, total.amount_minor])).toEqual([
    ['EUR', 300],
    ['USD', 7],
  ]);
});
