/** Which key presses belong to the page and which to the field being typed in. */

interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  target: EventTarget | null;
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}

export function isPlainKey(press: Press, key: string): boolean {
  return press.key === key && !press.ctrlKey && !press.metaKey && !press.altKey && !isTyping(press.target);
}

export function hasCommand(press: Pick<Press, 'ctrlKey' | 'metaKey'>): boolean {
  return press.ctrlKey || press.metaKey;
}

export const commandKey = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/u.test(navigator.userAgent) ? '⌘' : 'Ctrl';
