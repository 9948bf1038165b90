/** Brings the focus to a card, also to one of a long column that is not on the page at the moment. */

const PATIENCE_MS = 10_000;
/** Each shows the card if it is one of its own, and says whether it was. */
const showers = new Set<(cardId: number) => boolean>();

export function onFocusWanted(show: (cardId: number) => boolean): () => void {
  showers.add(show);
  return () => showers.delete(show);
}

/** Null for a card that is not on the page. */
function cardElement(cardId: number): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-card="${cardId}"]`);
}

/** As soon as it is drawn, for as long as nobody reaches for something else; `seek` brings it onto the page. */
function focusSoon(cardId: number, seek: () => boolean, from = document.activeElement, until = performance.now() + PATIENCE_MS): void {
  const card = cardElement(cardId);
  const { activeElement, body } = document;
  if (activeElement !== from && activeElement !== body) return undefined;
  if (card !== null) return card.focus();
  if (performance.now() >= until) return undefined;
  const next = seek() ? () => true : seek;
  requestAnimationFrame(() => focusSoon(cardId, next, from, until));
}

export function focusCard(cardId: number): void {
  focusSoon(cardId, () => [...showers].some((show) => show(cardId)));
}

/** For one that is being drawn anew: where somebody has scrolled away from it, the page stays where it is. */
export function keepFocus(cardId: number): void {
  focusSoon(cardId, () => true);
}
