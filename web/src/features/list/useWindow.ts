/** Which lines of a long table are drawn: those in the window, and some around it. */
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { windowOf } from './lines';

const USUAL = 44;

function lineHeight(): number {
  const said = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--sl-row'));
  return Number.isFinite(said) && said > 0 ? said : USUAL;
}

export function useWindow(count: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const [line, setLine] = useState(USUAL);
  const [view, setView] = useState({ scrolled: 0, height: 800 });
  const measure = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    setLine(lineHeight());
    // Within a few lines nothing else is drawn, so nothing needs to happen either.
    const scrolled = Math.floor(element.scrollTop / (USUAL * 4)) * USUAL * 4;
    setView((before) => (before.scrolled === scrolled && before.height === element.clientHeight ? before : { scrolled, height: element.clientHeight }));
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [measure]);
  /** Scrolls no further than it has to, and leaves the head and the totals uncovered. */
  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (element === null) return;
      const top = index * line;
      const room = element.clientHeight - line * 2;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top > element.scrollTop + room) element.scrollTop = top - room;
      measure();
    },
    [line, measure],
  );
  return { scroller, line, onScroll: measure, reveal, page: Math.max(1, Math.floor(view.height / line) - 2), ...windowOf(count, view.scrolled, view.height + USUAL * 4, line) };
}
