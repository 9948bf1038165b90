/** Telling somebody that what they asked for is done: to see and to hear. */
import { announce } from './announcing';
import { showToast } from './toasts';

export function tellDone(sentence: string): void {
  showToast({ sentence, tone: 'done' });
  announce(sentence);
}
