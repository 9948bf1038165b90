/** Whether what stands on the screen is still fresh, and whether anything can be written. */
import { createStore, useStore } from './store';

/** A gap is certain once it has lasted: a stream that reopens within moments is no news to anybody. */
type Connection = { state: 'live' } | { state: 'lost'; since: Date; isCertain: boolean } | { state: 'back' };

const GRACE_MS = 2500;
const BACK_MS = 2000;

export const connection = createStore<Connection>({ state: 'live' });

export function isOffline(): boolean {
  const now = connection.get();
  return now.state === 'lost' && now.isCertain;
}

/** For what writes: it is off while this is true, and says why. */
export function useOffline(): boolean {
  const now = useStore(connection);
  return now.state === 'lost' && now.isCertain;
}

export function connectionLost(since: Date): void {
  if (connection.get().state === 'lost') return;
  const gap = { state: 'lost', since, isCertain: false } as const;
  connection.set(gap);
  setTimeout(() => {
    if (connection.get() === gap) connection.set({ ...gap, isCertain: true });
  }, GRACE_MS);
}

export function connectionBack(): void {
  if (connection.get().state !== 'lost') return;
  if (!isOffline()) {
    connection.set({ state: 'live' });
    return;
  }
  const back = { state: 'back' } as const;
  connection.set(back);
  setTimeout(() => {
    if (connection.get() === back) connection.set({ state: 'live' });
  }, BACK_MS);
}

/** Runs whenever a gap has ended, so that what happened meanwhile is read. */
export function afterGaps(run: () => void): () => void {
  let wasLost = false;
  return connection.watch(() => {
    const isLost = connection.get().state === 'lost';
    if (wasLost && !isLost) run();
    wasLost = isLost;
  });
}
