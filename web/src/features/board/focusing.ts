/** Brings the focus to a card, also to one of a long column that is not on the page at the moment. */

const SETTLED_MS = 60;
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

export function focusCard(cardId: number): void {
  const card = cardElement(cardId);
  if (card !== null) return card.focus();
  if ([...showers].some((show) => show(cardId))) setTimeout(() => cardElement(cardId)?.focus(), SETTLED_MS);
  return undefined;
}
