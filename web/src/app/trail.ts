/** Remembers the column or list a deal is opened from, so that its record knows the neighbours. */
import i18next from 'i18next';
import { keys } from '@/api/keys';
import { keepReturn, keepTrail } from '@/lib/trail';
import { queries } from './queries';

const toRecord = /^\/opportunities\/(\d+)$/u;
const fromAList = /^\/(?:board\/\d+|opportunities)\/?$/u;

interface Place {
  pathname: string;
  href: string;
}

interface Deal {
  id: number;
}

/** A board holds columns, a list pages; what else is kept beside them holds neither. */
interface Shown {
  columns?: readonly { stage: { name: string }; cards: readonly Deal[] }[];
  pages?: readonly { items: readonly Deal[] }[];
}

function neighbours({ columns, pages }: Shown, id: number): { ids: number[]; name: string } | undefined {
  const rows = { name: i18next.t('nav.opportunities'), cards: pages?.flatMap(({ items }) => items) ?? [] };
  const groups = [...(columns ?? []).map(({ stage, cards }) => ({ name: stage.name, cards })), rows];
  const group = groups.find(({ cards }) => cards.some((card) => card.id === id));
  return group && { ids: group.cards.map((card) => card.id), name: group.name };
}

/** What was shown where one comes from is still in the cache, and the latest of it is what was seen. */
export function rememberTrail(from: Place | undefined, to: Place): void {
  const id = Number(toRecord.exec(to.pathname)?.[1]);
  const left = Number(toRecord.exec(from?.pathname ?? '')?.[1]);
  if (from !== undefined && from.pathname !== to.pathname) keepReturn(fromAList.test(to.pathname) && !Number.isNaN(left) ? left : null);
  if (from === undefined || !fromAList.test(from.pathname) || Number.isNaN(id)) return;
  const isBoard = from.pathname.startsWith('/board/');
  const seen = queries.getQueryCache().findAll({ queryKey: keys.boards }).toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  const shown = seen.map(({ queryKey }) => queries.getQueryData<Shown>(queryKey)).filter((data) => data !== undefined && (isBoard ? data.columns : data.pages) !== undefined);
  const found = shown.map((data) => data && neighbours(data, id)).find((trail) => trail !== undefined);
  if (found !== undefined) keepTrail({ ...found, href: from.href });
}
