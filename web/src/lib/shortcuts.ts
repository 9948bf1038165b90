/** The keys of what is on the screen, in one list: what is pressed, what menus show beside their items and what `?` lists come from it. */
import { useId, useLayoutEffect } from 'react';
import { commandKey, hasCommand, isTyping } from './keyboard';
import { createStore } from './store';

export interface Shortcut {
  /** `c`, `g b` one after the other, `mod+k` with Ctrl or ⌘, `shift+F6`. */
  keys: string;
  label: string;
  /** Without it the key is heard elsewhere, and only listed. */
  run?: () => void;
  /** Heard also while somebody types. */
  isAnywhere?: boolean;
}

interface Group {
  title: string;
  shortcuts: readonly Shortcut[];
}

interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const PAUSE_MS = 1200;
const groups = new Map<string, Group>();
/** Whether keys of a single letter act; a person's own choice. */
export const hasSingleKeys = createStore(true);

/** What the screen says of a key counts before what the page says of it. */
export function shownGroups(): readonly Group[] {
  return [...groups.values()]
    .map(({ title, shortcuts }) => ({ title, shortcuts: shortcuts.filter((its) => its.run === undefined || its === find(its.keys)) }))
    .filter(({ shortcuts }) => shortcuts.length > 0);
}

/** From the moment the screen is drawn, since a key pressed then is meant for it. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const id = useId();
  useLayoutEffect(() => {
    groups.set(id, { title, shortcuts });
  });
  useLayoutEffect(() => () => void groups.delete(id), [id]);
}

/** How a press is called in the list. */
export function nameOf(press: Press): string {
  const isLetter = press.key.length === 1;
  const key = isLetter && hasCommand(press) ? press.key.toLowerCase() : press.key;
  return [hasCommand(press) && 'mod', press.altKey && 'alt', press.shiftKey && !isLetter && 'shift', key].filter(Boolean).join('+');
}

function isSingle(keys: string): boolean {
  return keys.split(' ').every((key) => key.length === 1);
}

function find(pressed: string): Shortcut | undefined {
  const all = [...groups.values()].flatMap(({ shortcuts }) => shortcuts).filter(({ keys, run }) => keys === pressed && run !== undefined);
  return all.at(-1);
}

function isBeginning(pressed: string): boolean {
  return [...groups.values()].some(({ shortcuts }) => shortcuts.some(({ keys }) => keys.startsWith(`${pressed} `)));
}

/** Hears every key of the page, once. */
export function listenToKeys(): () => void {
  let begun = '';
  let timer: ReturnType<typeof setTimeout>;
  const press = (event: KeyboardEvent) => {
    const name = nameOf(event);
    const pressed = begun === '' ? name : `${begun} ${name}`;
    begun = '';
    if (event.defaultPrevented || event.isComposing) return;
    const found = find(pressed);
    const isCalm = !isTyping(event.target) && document.querySelector('[role="dialog"], [role="menu"]') === null;
    if (isSingle(pressed) && (!hasSingleKeys.get() || !isCalm)) return;
    if (found === undefined && isBeginning(pressed)) {
      begun = pressed;
      clearTimeout(timer);
      timer = setTimeout(() => (begun = ''), PAUSE_MS);
      return;
    }
    if (found?.run === undefined || (isTyping(event.target) && found.isAnywhere !== true)) return;
    event.preventDefault();
    found.run();
  };
  document.addEventListener('keydown', press);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('keydown', press);
  };
}

const SHOWN: Readonly<Record<string, string>> = { mod: commandKey, ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', shift: 'Shift', alt: 'Alt' };

function cap(key: string): string[] {
  if (key.length !== 1) return [SHOWN[key] ?? key];
  return key === key.toLowerCase() ? [key.toUpperCase()] : ['Shift', key];
}

/** The key caps of a shortcut, in the order they are pressed. */
export function caps(keys: string): string[] {
  return keys.split(' ').flatMap((press) => (press === '+' ? ['+'] : press.split('+'))).flatMap((key) => cap(key));
}
