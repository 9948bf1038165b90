/** Brings the focus to a card, also to one of a long column that is not on the page at the moment. */

const PATIENCE_MS = 1000;
/** Each shows the card if it is one of its own, and says whether it was. */
const showers = new Set<(cardId: number) => boolean>();

export function onFocusWanted(show: (cardId: number) => boolean): () => void {
  showers.add(show);
  return () => showers.delete(show);
}

/** Null for a card that is not on the page. */
export function cardElement(cardId: number): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-card="${cardId}"]`);
}

/** As soon as it is drawn. */
function focusSoon(cardId: number, until: number): void {
  const card = cardElement(cardId);
  if (card !== null) card.focus();
  else if (performance.now() < until) requestAnimationFrame(() => focusSoon(cardId, until));
}

export function focusCard(cardId: number): void {
  const card = cardElement(cardId);
  if (card !== null) return card.focus();
  if ([...showers].some((show) => show(cardId))) focusSoon(cardId, performance.now() + PATIENCE_MS);
  return undefined;
}
