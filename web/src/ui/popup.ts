/** Buttons whose menu is only fetched once it is asked for: what opens stands beside the button instead of around it. */
import { useCallback, useImperativeHandle, useState, type MouseEvent, type Ref } from 'react';

/** Lets a menu stand at an element that is already on the page. */
export function At({ element, ref }: { element: HTMLElement; ref?: Ref<HTMLElement> }) {
  useImperativeHandle(ref, () => element, [element]);
  return null;
}

/** The state of one such button: spread `button` on it, and show what opens while there is a place for it. */
export function usePopup(kind: 'menu' | 'dialog') {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const close = useCallback(() => {
    setPlace(null);
    // Whoever closed it by reaching for something else keeps the focus there.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) place?.focus({ preventScroll: true });
    });
  }, [place]);
  const toggle = ({ currentTarget }: MouseEvent<HTMLElement>) => (place === null ? setPlace(currentTarget) : close());
  return { place, close, button: { 'aria-haspopup': kind, 'aria-expanded': place !== null, onClick: toggle } as const };
}
