/** Which deals are selected on each screen, and what is wanted of them; what the server says of them stays in the cache. */
import i18next from 'i18next';
import { useCallback, useLayoutEffect, useRef, useSyncExternalStore, type MouseEvent } from 'react';
import { hasCommand, isPlainKey, isTyping } from './keyboard';
import { hasSingleKeys, useShortcuts } from './shortcuts';
import { createStore, useStore, type Store } from './store';

export interface Selected {
  id: number;
  version: number;
  name: string;
}

export type BulkAct = 'move' | 'close' | 'owner' | 'closeDate' | 'fields' | 'export';

interface Selection {
  items: ReadonlyMap<number, Selected>;
  /** The act whose sheet is open, with the stage where the deals were dropped. */
  wish: { act: BulkAct; stageId?: number } | null;
}

/** What a screen shows, in its order; a board has one group per column, and arrows stay in their group. */
type Shown = readonly (readonly Selected[])[];

interface Range {
  from: number;
  /** What was selected before the range began, so that it can shrink again. */
  around: ReadonlyMap<number, Selected>;
}

const none: Selection = { items: new Map(), wish: null };
const stores = new Map<string, Store<Selection>>();
const shownOn = new Map<string, Shown>();
const ranges = new Map<string, Range>();

export function selectionOn(screen: string): Store<Selection> {
  const store = stores.get(screen) ?? createStore(none);
  stores.set(screen, store);
  return store;
}

function select(screen: string, items: Iterable<Selected>): void {
  const store = selectionOn(screen);
  store.set({ ...store.get(), items: new Map([...items].map((item) => [item.id, item])) });
}

function shownItems(screen: string): Selected[] {
  return (shownOn.get(screen) ?? []).flat();
}

/** Tells what the screen shows now; what is selected takes the versions that the person sees. */
export function showDeals(screen: string, shown: Shown): void {
  shownOn.set(screen, shown);
  const { items } = selectionOn(screen).get();
  const fresh = shown.flat().filter(({ id, version }) => items.has(id) && items.get(id)?.version !== version);
  if (fresh.length > 0) select(screen, [...items.values(), ...fresh]);
}

export function toggle(screen: string, id: number): void {
  const { items } = selectionOn(screen).get();
  const deal = shownItems(screen).find((item) => item.id === id);
  const others = [...items.values()].filter((item) => item.id !== id);
  ranges.delete(screen);
  if (items.has(id)) return select(screen, others);
  if (deal === undefined) return undefined;
  select(screen, [...others, deal]);
  ranges.set(screen, { from: id, around: items });
}

/** From where the person began up to here; `from` begins anew where nothing was begun. */
export function extendTo(screen: string, id: number, from = id): void {
  const shown = shownItems(screen);
  const range = ranges.get(screen) ?? { from, around: selectionOn(screen).get().items };
  const ends = [range.from, id].map((end) => shown.findIndex((item) => item.id === end)).toSorted((a, b) => a - b);
  const [first = -1, last = -1] = ends;
  if (first < 0) return;
  ranges.set(screen, range);
  select(screen, [...range.around.values(), ...shown.slice(first, last + 1)]);
}

export function selectShown(screen: string): void {
  select(screen, [...selectionOn(screen).get().items.values(), ...shownItems(screen)]);
}

/** Exactly these: all that match a filter, or those that a batch left as they were. */
export function selectOnly(screen: string, items: Iterable<Selected>): void {
  ranges.delete(screen);
  select(screen, items);
}

export function clearSelection(screen: string): void {
  ranges.delete(screen);
  selectionOn(screen).set(none);
}

/** Opens the sheet of an act for all that is selected; `null` closes it. */
export function wish(screen: string, wanted: Selection['wish']): void {
  const store = selectionOn(screen);
  store.set({ ...store.get(), wish: wanted });
}

/** Whether something is selected, or a sheet for what was selected is still open. */
export function useIsSelecting(screen: string): boolean {
  const store = selectionOn(screen);
  return useSyncExternalStore(store.watch, () => store.get().items.size > 0 || store.get().wish !== null);
}

/** Whether all that is selected goes along when this one is carried. */
export function isCarriedAlong(screen: string, id: number): boolean {
  const { items } = selectionOn(screen).get();
  return items.size > 1 && items.has(id);
}

export function useSelection(screen: string): Selection {
  return useStore(selectionOn(screen));
}

/** For one card or row: whether it is selected, and what its checkbox and a click on it do. */
export function useSelectable(screen: string, id: number) {
  const store = selectionOn(screen);
  const isSelected = useSyncExternalStore(store.watch, () => store.get().items.has(id));
  return {
    isSelected,
    toggle: () => toggle(screen, id),
    /** Give it to `onClickCapture`: a click with Shift selects up to here and does nothing else. */
    click: (event: MouseEvent) => {
      if (!event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      extendTo(screen, id);
    },
  };
}

function beside(screen: string, id: number, step: number): Selected | undefined {
  const group = (shownOn.get(screen) ?? []).find((items) => items.some((item) => item.id === id)) ?? [];
  return group[group.findIndex((item) => item.id === id) + step];
}

function focusDeal(id: number): void {
  document.querySelector<HTMLElement>(`[data-card="${id}"]`)?.focus();
}

function focusedDeal(target: EventTarget | null): number | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null;
  return element === null ? null : Number(element.dataset.card);
}

/** Whether a menu, a sheet or a card in the hand has the keys. */
function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"], [role="listbox"], [data-lifted="true"]') !== null;
}

function isSingle(event: KeyboardEvent, key: string): boolean {
  return hasSingleKeys.get() && isPlainKey(event, key);
}

/** Does what the key means for the selection; answers whether it meant anything. */
function act(screen: string, event: KeyboardEvent, focus: (id: number) => void): boolean {
  const { items } = selectionOn(screen).get();
  const id = focusedDeal(event.target);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === 'Escape' && items.size > 0) clearSelection(screen);
  else if (event.key.toLowerCase() === 'a' && hasCommand(event) && !isTyping(event.target)) selectShown(screen);
  else if (id === null) return false;
  else if (isSingle(event, 'x')) toggle(screen, id);
  else if (isSingle(event, 'm') && items.has(id)) wish(screen, { act: 'move' });
  else if (step !== undefined && event.shiftKey && !isTyping(event.target)) {
    const next = beside(screen, id, step);
    if (next !== undefined) {
      extendTo(screen, next.id, id);
      focus(next.id);
    }
  } else return false;
  return true;
}

/**
 * For a screen of deals: x, Shift with arrows, Ctrl A, Esc and m for the selection. Cards and rows carry `data-card`.
 * Listens before the screen does, so that its own keys come second.
 */
export function useSelecting(screen: string, shown: Shown, focus: (id: number) => void = focusDeal): void {
  const kept = useRef(focus);
  useShortcuts(i18next.t('keys.selection'), [
    { keys: 'x', label: i18next.t('keys.select') },
    { keys: 'shift+ArrowUp shift+ArrowDown', label: i18next.t('keys.extend') },
    { keys: 'mod+a', label: i18next.t('keys.selectShown') },
    { keys: 'm', label: i18next.t('keys.moveSelected') },
    { keys: 'Escape', label: i18next.t('keys.unselect') },
  ]);
  // With the cards themselves: a key that comes right after them is not lost.
  useLayoutEffect(() => {
    kept.current = focus;
    showDeals(screen, shown);
  }, [screen, shown, focus]);
  const press = useCallback(
    (event: KeyboardEvent) => {
      if (event.defaultPrevented || isCovered() || !act(screen, event, kept.current)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    [screen],
  );
  useLayoutEffect(() => {
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, [press]);
}
