/** Where an arrow key leads from a card: a pure walk over the board. */
import type { Board, Card, Column } from '@/api/types';

interface Place {
  column: Column;
  card: Card;
  index: number;
}

function inColumn(columns: readonly Column[], index: number): number | null {
  for (const column of columns) {
    const card = column.cards[Math.min(index, column.cards.length - 1)];
    if (card !== undefined) return card.id;
  }
  return null;
}

/** The id of the card to focus; `null` when the key leads nowhere. */
export function neighbour(board: Board, { column, index }: Place, key: string): number | null {
  const at = board.columns.indexOf(column);
  const after = board.columns.slice(at + 1);
  const before = board.columns.slice(0, at).toReversed();
  switch (key) {
    case 'ArrowDown':
      return column.cards[index + 1]?.id ?? null;
    case 'ArrowUp':
      return column.cards[index - 1]?.id ?? null;
    case 'Home':
      return column.cards[0]?.id ?? null;
    case 'End':
      return column.cards.at(-1)?.id ?? null;
    case 'ArrowRight':
      return inColumn(after, index);
    case 'ArrowLeft':
      return inColumn(before, index);
    case 'Ctrl ArrowRight':
      return inColumn(after.toReversed(), index);
    case 'Ctrl ArrowLeft':
      return inColumn(before.toReversed(), index);
    default:
      return null;
  }
}
