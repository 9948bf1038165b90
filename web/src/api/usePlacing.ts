/** Putting a card elsewhere in its column, on everybody's board. */
import i18next from 'i18next';
import { announce } from '@/lib/announcing';
import { placeCardAfter } from './acts';
import { findCard, placeCard } from './boardOrder';
import type { BoardLook } from './boardLook';
import { readCards } from './queries';
import type { Board, Card } from './types';
import { useAct } from './useAct';
import { guessBoards } from './useMove';

function say(board: Board, card: Card, afterId: number | null): void {
  const place = findCard(placeCard(board, card.id, afterId), card.id);
  if (place === null) return;
  announce(i18next.t('board.placed', { name: card.name, place: place.index + 1, count: place.column.count, stage: place.column.stage.name }));
}

/** The last card of a column, also when it is not shown yet. */
async function lastCard(board: Board, card: Card, look: BoardLook): Promise<number | null> {
  const column = findCard(board, card.id)?.column;
  if (column === undefined) return null;
  let shown = column.cards;
  for (let cursor = column.next_cursor; cursor !== null;) {
    const page = await readCards(board.process.id, column.stage.id, look, cursor);
    shown = page.items;
    cursor = page.next_cursor;
  }
  return shown.findLast(({ id }) => id !== card.id)?.id ?? null;
}

export function usePlacing(board: Board, look: BoardLook) {
  const { mutate } = useAct(placeCardAfter, {
    guess: (queries, { id, processId, afterId }) => guessBoards(queries, processId, (shown) => placeCard(shown, id, afterId)),
  });
  const put = (card: Card, afterId: number | null) => {
    mutate({ id: card.id, processId: board.process.id, afterId }, { onSuccess: () => say(board, card, afterId) });
  };
  return {
    put,
    toTop: (card: Card) => put(card, null),
    toBottom: async (card: Card) => put(card, await lastCard(board, card, look)),
  };
}
