/** A long column: only the cards in sight, and some around them, are on the page. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Card } from '@/api/types';
import { DealCard, type CardProps } from './DealCard';
import { onFocusWanted } from './focusing';
import classes from './Board.module.css';

const GAP = 8;

interface Props {
  cards: readonly Card[];
  /** Also those that have not been fetched yet. */
  count: number;
  usualHeight: number;
  propsOf: (card: Card) => CardProps;
}

export function WindowedCards({ cards, count, usualHeight, propsOf }: Props) {
  const top = useRef<HTMLLIElement>(null);
  const [margin, setMargin] = useState(0);
  const scroller = () => top.current?.closest<HTMLElement>('[data-scroller]') ?? null;
  // Its answers change with every scroll, so nothing of it is kept.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: cards.length,
    getScrollElement: scroller,
    estimateSize: () => usualHeight,
    getItemKey: (index) => cards[index]?.id ?? index,
    gap: GAP,
    overscan: 3,
    useFlushSync: false,
    scrollMargin: margin,
  });
  useLayoutEffect(() => {
    const frame = scroller();
    const start = top.current;
    if (frame === null || start === null) return;
    setMargin(Math.round(start.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop));
  }, []);
  // Scrolling goes on while cards are being drawn: they come piece by piece, and what has been passed by is left out.
  const shown = useDeferredValue(rows.getVirtualItems());
  const { scrollToIndex } = rows;
  useEffect(
    () =>
      onFocusWanted((cardId) => {
        const index = cards.findIndex(({ id }) => id === cardId);
        if (index >= 0) scrollToIndex(index, { align: 'auto' });
        return index >= 0;
      }),
    [cards, scrollToIndex],
  );
  return (
    <>
      <li ref={top} className={classes.room} style={{ blockSize: rows.getTotalSize() }} aria-hidden />
      {shown.map(({ index, start, key }) => {
        const card = cards[index];
        if (card === undefined) return null;
        return <DealCard key={key} index={index} {...propsOf(card)} top={start - margin} count={count} measure={rows.measureElement} />;
      })}
    </>
  );
}
