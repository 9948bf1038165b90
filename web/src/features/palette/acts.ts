/** What can be done with the deal in question: its keys, pressed where it has the focus. */
import i18next from 'i18next';
import { shownGroups } from '@/lib/shortcuts';
import { tellDone } from '@/lib/telling';

export interface Deal {
  id: number;
  name: string;
}

const toRecord = /^\/opportunities\/(\d+)/u;

/** The record that is open, or else the card or row that has the focus. */
export function dealInQuestion(): Deal | null {
  const opened = toRecord.exec(location.pathname)?.[1];
  if (opened !== undefined) return { id: Number(opened), name: document.querySelector('h1')?.textContent ?? '' };
  const focused = document.activeElement?.closest<HTMLElement>('[data-card]');
  if (focused === null || focused === undefined) return null;
  return { id: Number(focused.dataset.card), name: focused.querySelector('a, bdi')?.textContent ?? '' };
}

/** Keys that are heard where they act, each once. */
export function dealKeys(): { keys: string; label: string }[] {
  const heard = shownGroups().flatMap(({ shortcuts }) => shortcuts.filter(({ keys, run }) => run === undefined && /^[a-z.,]$/u.test(keys)));
  return heard.filter(({ keys }, at) => heard.findLastIndex((other) => other.keys === keys) === at);
}

export function pressKey(key: string): void {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

export async function copyLink({ id }: Deal): Promise<void> {
  await navigator.clipboard.writeText(`${location.origin}/opportunities/${id}`);
  tellDone(i18next.t('palette.copied'));
}
