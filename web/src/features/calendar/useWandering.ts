/** One stop for the Tab key among all activities, whichever of them are drawn; the arrows go on from there. */
import { useCallback, useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { arrows, nextFrom, type Arrow } from './wandering';

function isArrow(key: string): key is Arrow {
  return arrows.some((arrow) => arrow === key);
}

function facesIn(place: Element | null): HTMLElement[] {
  return [...(place?.querySelectorAll<HTMLElement>('[data-activity]') ?? [])];
}

function scrollerIn(place: Element): HTMLElement | undefined {
  return [...place.querySelectorAll<HTMLElement>('div')].find((box) => /auto|scroll/u.test(getComputedStyle(box).overflowY));
}

export function useWandering() {
  const last = useRef<string | undefined>(undefined);
  const isHeld = useRef(false);
  const scroller = useRef<HTMLElement | undefined>(undefined);
  // What the grid draws, and what it folds away, only the page itself knows.
  const settle = useCallback((place: Element) => {
    const faces = facesIn(place);
    const stop = faces.find((face) => face.dataset.activity === last.current) ?? faces[0];
    for (const face of faces) face.tabIndex = face === stop ? 0 : -1;
    // News draws an activity again, and what is drawn again has lost the focus.
    const isLost = isHeld.current && document.activeElement === document.body;
    if (isLost && stop?.dataset.activity === last.current) stop?.focus({ preventScroll: true });
    // Hours without anything are gone to as a whole: keys could not reach what scrolls.
    if (scroller.current?.isConnected !== true) scroller.current = scrollerIn(place);
    const hours = scroller.current?.querySelector<HTMLElement>('[role=cell]');
    if (scroller.current !== undefined && hours !== null && hours !== undefined) hours.tabIndex = facesIn(scroller.current).length === 0 ? 0 : -1;
    // The days lead to themselves for a mouse; for keys there are those of the views.
    for (const day of place.querySelectorAll<HTMLElement>('[role=link]')) day.tabIndex = -1;
  }, []);
  const ref = useCallback(
    (place: HTMLElement | null) => {
      if (place === null) return undefined;
      const observer = new MutationObserver(() => settle(place));
      observer.observe(place, { childList: true, subtree: true });
      settle(place);
      return () => observer.disconnect();
    },
    [settle],
  );
  const onFocus = useCallback(
    ({ target, currentTarget }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || target.dataset.activity === undefined) return;
      last.current = target.dataset.activity;
      isHeld.current = true;
      settle(currentTarget);
    },
    [settle],
  );
  const onKeyDown = useCallback((event: KeyboardEvent) => {
    const faces = facesIn(event.currentTarget);
    const at = faces.findIndex((face) => face === event.target);
    if (at < 0 || !isArrow(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    faces[nextFrom(faces.map((face) => face.getBoundingClientRect()), at, event.key)]?.focus();
  }, []);
  const onBlur = useCallback(({ target }: FocusEvent) => {
    if (target.isConnected) isHeld.current = false;
  }, []);
  return { ref, onFocus, onBlur, onKeyDown };
}
