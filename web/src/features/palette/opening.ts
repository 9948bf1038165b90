/** Which of the two lies over the page: the palette or the list of keys. */
import { createStore } from '@/lib/store';

export const overlay = createStore<'palette' | 'keys' | null>(null);

const PATIENCE_MS = 5000;
let early = '';
let timer: ReturnType<typeof setTimeout>;

/** The palette may still have to be fetched; what is typed until then is meant for it and for nothing on the page. */
function keep(event: KeyboardEvent): void {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') {
    stopKeeping();
    overlay.set(null);
  } else if (event.key.length === 1) early += event.key;
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

export function openPalette(): void {
  if (overlay.get() === 'palette') return;
  overlay.set('palette');
  early = '';
  document.addEventListener('keydown', keep, true);
  timer = setTimeout(stopKeeping, PATIENCE_MS);
}

/** Asked for by the field once it is there, which from then on hears for itself. */
export function takeEarly(): string {
  const typed = early;
  stopKeeping();
  return typed;
}

function stopKeeping(): void {
  clearTimeout(timer);
  document.removeEventListener('keydown', keep, true);
  early = '';
}
