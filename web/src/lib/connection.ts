/** Whether what stands on the screen is still fresh. */
import { createStore } from './store';

export type Connection = { state: 'live' } | { state: 'lost'; since: Date } | { state: 'back' };

export const connection = createStore<Connection>({ state: 'live' });

export function connectionLost(now: Date): void {
  if (connection.get().state !== 'lost') connection.set({ state: 'lost', since: now });
}

/** Answers whether there had been a gap, so that the caller knows to read everything again. */
export function connectionBack(): boolean {
  if (connection.get().state !== 'lost') return false;
  connection.set({ state: 'back' });
  setTimeout(() => {
    if (connection.get().state === 'back') connection.set({ state: 'live' });
  }, 2000);
  return true;
}
