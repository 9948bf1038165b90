/** Cards that others have just changed: they show a petrol edge for a second. */
import { createStore } from './store';

export const settling = createStore<ReadonlySet<number>>(new Set());

export function settle(opportunityId: number): void {
  settling.set(new Set([...settling.get(), opportunityId]));
  setTimeout(() => {
    settling.set(new Set([...settling.get()].filter((id) => id !== opportunityId)));
  }, 1500);
}
