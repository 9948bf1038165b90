/** Single keys of a screen; they rest where a person has switched them off, while somebody types and while a sheet, dialog or menu is open. */
import { useLayoutEffect, useRef } from 'react';
import { isPlainKey } from './keyboard';
import { hasSingleKeys } from './shortcuts';

type Keys = Readonly<Record<string, (() => void) | undefined>>;

export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = latest.current[event.key];
      if (act === undefined || !isPlainKey(event, event.key) || !hasSingleKeys.get() || document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
