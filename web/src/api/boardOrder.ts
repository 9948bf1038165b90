/** Changes to a board in the cache: pure functions from one board to the next. */
import type { Board, Card, CardPage, Column, Total } from './types';

interface Place {
  column: Column;
  card: Card;
  index: number;
}

export function findCard(board: Board, cardId: number): Place | null {
  for (const column of board.columns) {
    const index = column.cards.findIndex((card) => card.id === cardId);
    const card = column.cards[index];
    if (card !== undefined) return { column, card, index };
  }
  return null;
}

function weighted(card: Card): number {
  return Math.round(((card.amount_minor ?? 0) * card.probability) / 100);
}

function counted(total: Total, card: Card, sign: 1 | -1): Total {
  return {
    ...total,
    count: total.count + sign,
    amount_minor: total.amount_minor + sign * (card.amount_minor ?? 0),
    weighted_minor: total.weighted_minor + sign * weighted(card),
  };
}

/** One line per currency; a currency nobody has any more goes away. */
export function withTotal(totals: readonly Total[], card: Card, sign: 1 | -1): Total[] {
  const empty: Total = { currency: card.currency, count: 0, amount_minor: 0, weighted_minor: 0 };
  const isKnown = totals.some((total) => total.currency === card.currency);
  const all = isKnown ? totals : [...totals, empty];
  return all.map((total) => (total.currency === card.currency ? counted(total, card, sign) : total)).filter((total) => total.count > 0);
}

function without(column: Column, card: Card): Column {
  return {
    ...column,
    count: column.count - 1,
    totals: withTotal(column.totals, card, -1),
    cards: column.cards.filter((other) => other.id !== card.id),
  };
}

function withCard(column: Column, card: Card, index: number): Column {
  const isOpen = column.stage.type === 'open';
  return {
    ...column,
    count: column.count + 1,
    totals: withTotal(column.totals, card, 1),
    cards: isOpen ? column.cards.toSpliced(index, 0, card) : column.cards,
  };
}

function eachColumn(board: Board, change: (column: Column) => Column): Board {
  return { ...board, columns: board.columns.map(change), closed: board.closed.map(change) };
}

/** The card in another stage: first in its column unless told where; the board itself when nothing would change. */
export function moveCard(board: Board, cardId: number, stageId: number, index = 0): Board {
  const from = findCard(board, cardId);
  const target = [...board.columns, ...board.closed].find((column) => column.stage.id === stageId);
  if (from === null || target === undefined || from.column.stage.id === stageId) return board;
  const card = { ...from.card, stage_id: stageId, probability: target.stage.probability ?? from.card.probability };
  return eachColumn(board, (column) => {
    if (column.stage.id === from.column.stage.id) return without(column, from.card);
    return column.stage.id === stageId ? withCard(column, card, index) : column;
  });
}

/** The card at another place of its own column. */
export function placeCard(board: Board, cardId: number, afterId: number | null): Board {
  const from = findCard(board, cardId);
  if (from === null || afterId === cardId) return board;
  return eachColumn(board, (column) => {
    if (column.stage.id !== from.column.stage.id) return column;
    const others = column.cards.filter((card) => card.id !== cardId);
    const place = afterId === null ? 0 : others.findIndex((card) => card.id === afterId) + 1;
    return { ...column, cards: others.toSpliced(place, 0, from.card) };
  });
}

/** The card above that place of a column, once the card itself is gone from it. */
export function cardAbove(column: Column, cardId: number, index: number): number | null {
  return column.cards.filter((card) => card.id !== cardId)[index - 1]?.id ?? null;
}

/** The place in a stage right below a card; the top when it does not stand there. */
export function placeBelow(board: Board, stageId: number, afterId: number | null | undefined): number {
  const cards = board.columns.find(({ stage }) => stage.id === stageId)?.cards ?? [];
  return cards.findIndex(({ id }) => id === afterId) + 1;
}

/** The cards in another stage one after the other, to see what it would come to. */
export function moveCards(board: Board, cardIds: Iterable<number>, stageId: number): Board {
  return [...cardIds].reduce((moved, id) => moveCard(moved, id, stageId), board);
}

/** Further cards under the ones already there; a card that came with both pages is kept once. */
export function appendPage(board: Board, stageId: number, page: CardPage): Board {
  return eachColumn(board, (column) => {
    if (column.stage.id !== stageId) return column;
    const shown = new Set(column.cards.map((card) => card.id));
    return { ...column, cards: [...column.cards, ...page.items.filter((card) => !shown.has(card.id))], next_cursor: page.next_cursor };
  });
}

/** What the whole board holds: sums per currency, never added up across them. */
export function boardTotals(board: Board): Total[] {
  const sums = new Map<string, Total>();
  for (const total of board.columns.flatMap((column) => column.totals)) {
    const sum = sums.get(total.currency) ?? { currency: total.currency, count: 0, amount_minor: 0, weighted_minor: 0 };
    sums.set(total.currency, {
      currency: total.currency,
      count: sum.count + total.count,
      amount_minor: sum.amount_minor + total.amount_minor,
      weighted_minor: sum.weighted_minor + total.weighted_minor,
    });
  }
  return [...sums.values()].toSorted((a, b) => b.count - a.count);
}
