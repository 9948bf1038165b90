/** Remembers the column a deal is opened from, so that its record knows the neighbours. */
import { keys } from '@/api/keys';
import type { Board } from '@/api/types';
import { keepTrail } from '@/lib/trail';
import { queries } from './queries';

const toRecord = /^\/opportunities\/(\d+)$/u;

interface Place {
  pathname: string;
  href: string;
}

/** What was shown where one comes from is still in the cache, and the latest of it is what was seen. */
export function rememberTrail(from: Place | undefined, to: Place): void {
  const id = Number(toRecord.exec(to.pathname)?.[1]);
  if (from === undefined || !from.pathname.startsWith('/board/') || Number.isNaN(id)) return;
  const seen = queries.getQueryCache().findAll({ queryKey: keys.boards }).toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  for (const { queryKey } of seen) {
    const column = queries.getQueryData<Board>(queryKey)?.columns.find(({ cards }) => cards.some((card) => card.id === id));
    if (column !== undefined) {
      keepTrail({ ids: column.cards.map((card) => card.id), name: column.stage.name, href: from.href });
      return;
    }
  }
}
