/** How a person likes to see the calendar: which view, and whose activities. Kept in this browser, apart for each person. */
import { createStore, useStore, type Store } from './store';

export type Layer = 'mine' | 'roles' | 'team';

export interface CalendarLook {
  view: string;
  layers: readonly Layer[];
}

const usual: CalendarLook = { view: 'week', layers: ['mine'] };
const all: readonly Layer[] = ['mine', 'roles', 'team'];
const stores = new Map<number, Store<CalendarLook>>();
const keyOf = (userId: number) => `stageline.calendar.${userId}`;

function kept(userId: number): CalendarLook {
  try {
    const said: Partial<CalendarLook> = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '{}');
    const layers = all.filter((layer) => said.layers?.includes(layer));
    return { view: said.view ?? usual.view, layers: layers.length > 0 ? layers : usual.layers };
  } catch {
    return usual;
  }
}

function storeOf(userId: number): Store<CalendarLook> {
  const store = stores.get(userId) ?? createStore(kept(userId));
  stores.set(userId, store);
  return store;
}

export function calendarLook(userId: number): CalendarLook {
  return storeOf(userId).get();
}

export function useCalendarLook(userId: number): CalendarLook {
  return useStore(storeOf(userId));
}

export function keepCalendarLook(userId: number, wanted: Partial<CalendarLook>): void {
  const next = { ...calendarLook(userId), ...wanted };
  storeOf(userId).set(next);
  // A browser that keeps nothing shows the calendar all the same.
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify(next));
  } catch {
    return;
  }
}

/** One more or one less; one's own, when none would be left. */
export function toggledLayer(layers: readonly Layer[], layer: Layer): readonly Layer[] {
  const next = all.filter((each) => (each === layer ? !layers.includes(each) : layers.includes(each)));
  return next.length > 0 ? next : usual.layers;
}
