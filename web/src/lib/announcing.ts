/** What screen readers hear: one polite and one assertive sentence at a time. */
import { createStore } from './store';

export const polite = createStore('');
export const assertive = createStore('');

// A region that receives the same sentence twice stays silent, so every other one carries a trailing no-break space.
function different(sentence: string, before: string): string {
  return sentence === before ? `${sentence}\u00A0` : sentence;
}

export function announce(sentence: string): void {
  polite.set(different(sentence, polite.get()));
}

export function announceNow(sentence: string): void {
  assertive.set(different(sentence, assertive.get()));
}
