/** How a person likes to see the board of a process: which columns are folded, what cards show besides. Kept in this browser. */
import { createStore, useStore, type Store } from './store';

export type CardExtra = 'closeDate' | 'probability';

export interface BoardDisplay {
  folded: readonly number[];
  shows: readonly CardExtra[];
}

const nothing: BoardDisplay = { folded: [], shows: [] };
const stores = new Map<number, Store<BoardDisplay>>();
const keyOf = (processId: number) => `stageline.board.${processId}`;

function kept(processId: number): BoardDisplay {
  try {
    const said: Partial<BoardDisplay> = JSON.parse(localStorage.getItem(keyOf(processId)) ?? '{}');
    return { folded: said.folded ?? [], shows: said.shows ?? [] };
  } catch {
    return nothing;
  }
}

function storeOf(processId: number): Store<BoardDisplay> {
  const store = stores.get(processId) ?? createStore(kept(processId));
  stores.set(processId, store);
  return store;
}

export function useBoardDisplay(processId: number): BoardDisplay {
  return useStore(storeOf(processId));
}

export function display(processId: number, wanted: Partial<BoardDisplay>): void {
  const store = storeOf(processId);
  const next = { ...store.get(), ...wanted };
  store.set(next);
  // A browser that keeps nothing shows the board all the same.
  try {
    localStorage.setItem(keyOf(processId), JSON.stringify(next));
  } catch {
    return;
  }
}

function toggled<Item>(items: readonly Item[], item: Item): Item[] {
  return items.includes(item) ? items.filter((other) => other !== item) : [...items, item];
}

export function toggleFolded(processId: number, stageId: number): void {
  display(processId, { folded: toggled(storeOf(processId).get().folded, stageId) });
}

export function toggleShown(processId: number, extra: CardExtra): void {
  display(processId, { shows: toggled(storeOf(processId).get().shows, extra) });
}
