/** Cards that others have just changed: they show a petrol edge for a second, with who it was. */
import { createStore } from './store';

/** The opportunities, each with the person who changed it, if it is known. */
export const settling = createStore<ReadonlyMap<number, number | null>>(new Map());

export function settle(opportunityId: number, actorId: number | null): void {
  settling.set(new Map([...settling.get(), [opportunityId, actorId]]));
  setTimeout(() => {
    settling.set(new Map([...settling.get()].filter(([id]) => id !== opportunityId)));
  }, 1500);
}
