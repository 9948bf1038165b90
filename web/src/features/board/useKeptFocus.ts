/** A card that changes its column, or whose column becomes a long one, is a new element: the focus it had goes along. */
import { useLayoutEffect, useRef } from 'react';
import { keepFocus } from './focusing';

export function useKeptFocus(): void {
  const held = useRef<number | null>(null);
  useLayoutEffect(() => {
    const note = ({ target }: FocusEvent) => {
      const card = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-card]') : null;
      held.current = card === null ? null : Number(card.dataset.card);
    };
    // Whoever reaches for something else lets go of the card.
    const letGo = () => {
      held.current = null;
    };
    document.addEventListener('focusin', note);
    document.addEventListener('pointerdown', letGo);
    return () => {
      document.removeEventListener('focusin', note);
      document.removeEventListener('pointerdown', letGo);
    };
  }, []);
  useLayoutEffect(() => {
    if (held.current !== null && document.activeElement === document.body) keepFocus(held.current);
  });
}
