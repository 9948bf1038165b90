/** Numbers pick from what is open, 1 the first, as soon as it is there: the focus may come to it a moment later. */
import { useLayoutEffect, useRef } from 'react';
import { isPlainKey } from './keyboard';

export function useDigits(isOpen: boolean, pick: (place: number) => void): void {
  const latest = useRef(pick);
  useLayoutEffect(() => {
    latest.current = pick;
  });
  useLayoutEffect(() => {
    if (!isOpen) return;
    const press = (event: KeyboardEvent) => {
      if (/^[1-9]$/u.test(event.key) && isPlainKey(event, event.key)) latest.current(Number(event.key) - 1);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [isOpen]);
}
