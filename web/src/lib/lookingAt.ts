/** The activities that are looked at over any screen, one after the other. */
import { createStore } from './store';

export const lookedAt = createStore<readonly number[]>([]);

/** The activity whose outcome asks for a further one. */
export const followedUp = createStore<number | null>(null);

export function lookAtActivities(ids: readonly number[]): void {
  lookedAt.set(ids);
}
