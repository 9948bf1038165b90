/** One open stage: its head on the line, its cards, the rest as one scrolls, and a place to add one. */
import { Droppable, type DraggableRubric, type DraggableProvided, type DraggableStateSnapshot } from '@hello-pangea/dnd';
import { Fragment, Suspense, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardLook } from '@/api/boardLook';
import type { Hint } from '@/api/moveHints';
import type { Board, Card, Column, Missing } from '@/api/types';
import type { CardExtra } from '@/lib/boardDisplay';
import { useFormats } from '@/lib/formats';
import { later } from '@/lib/later';
import { settling } from '@/lib/settling';
import { useStore } from '@/lib/store';
import { AddToStage } from './AddToStage';
import { ColumnHead, type Pies } from './ColumnHead';
import { CarriedCard, DealCard, type CardProps } from './DealCard';
import { FirstDeal } from './FirstDeal';
import { ShowMore } from './ShowMore';
import type { MenuPlace } from './MoveMenu';
import classes from './Board.module.css';

const WindowedCards = later(async () => (await import('./WindowedCards')).WindowedCards);
const LONG = 50;
/** Of a card, in pixels, before it has been drawn and measured. */
const USUAL_HEIGHT = 148;

interface Props {
  board: Board;
  look: BoardLook;
  column: Column;
  shows: readonly CardExtra[];
  hint: Hint | null;
  missing: readonly Missing[];
  /** What it would hold, were the card in the hand let go of. */
  preview: Column | null;
  pies: Pies;
  isBare: boolean;
  gapAt: number | null;
  waitingId: number | null;
  stopId: number | null;
  onStop: (cardId: number) => void;
  onMenu: (place: MenuPlace) => void;
  onOpen: (event: MouseEvent, cardId: number) => void;
}

export function StageColumn({ board, look, column, shows, hint, missing, preview, pies, isBare, gapAt, waitingId, stopId, onStop, onMenu, onOpen }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const settled = useStore(settling);
  const { stage, cards, count } = column;
  const isLocked = hint?.kind === 'refused';
  // By all that it holds: a column that became a long one with its second page would draw each card anew.
  const isLong = count > LONG;
  const propsOf = (card: Card): CardProps => ({
    screen: `board/${board.process.id}`,
    card,
    stage,
    shows,
    isStop: card.id === stopId,
    isWaiting: card.id === waitingId,
    isSettling: settled.has(card.id),
    settledBy: settled.get(card.id) ?? null,
    t,
    formats,
    onStop,
    onMenu,
    onOpen,
  });
  const inTheHand = (draggable: DraggableProvided, snapshot: DraggableStateSnapshot, { source }: DraggableRubric) => {
    const card = cards[source.index];
    return card === undefined ? <li ref={draggable.innerRef} {...draggable.draggableProps} /> : <CarriedCard {...propsOf(card)} draggable={draggable} snapshot={snapshot} />;
  };
  return (
    <section className={classes.column} aria-label={t('board.column', { stage: stage.name, count })} data-locked={isLocked}>
      <Droppable
        key={isLong ? 'long' : 'short'}
        droppableId={String(stage.id)}
        isDropDisabled={isLocked}
        ignoreContainerClipping={false}
        isCombineEnabled={false}
        direction="vertical"
        mode={isLong ? 'virtual' : 'standard'}
        {...(isLong && { renderClone: inTheHand })}
        type="deal"
      >
        {(droppable, { isDraggingOver }) => (
          <>
            <ColumnHead board={board} column={column} hint={hint} missing={isDraggingOver ? missing : []} preview={preview} pies={pies} />
            <ul ref={droppable.innerRef} {...droppable.droppableProps} className={classes.stack} data-over={isDraggingOver && hint?.kind !== 'here'} data-long={isLong}>
              {isLong ? (
                <Suspense fallback={<li className={classes.room} style={{ blockSize: cards.length * USUAL_HEIGHT }} aria-hidden />}>
                  <WindowedCards cards={cards} count={count} usualHeight={USUAL_HEIGHT} propsOf={propsOf} />
                </Suspense>
              ) : (
                cards.map((card, index) => (
                  <Fragment key={card.id}>
                    {gapAt === index && <li className={classes.gap} aria-hidden />}
                    <DealCard index={index} {...propsOf(card)} />
                  </Fragment>
                ))
              )}
              {!isLong && gapAt === cards.length && <li className={classes.gap} aria-hidden />}
              {!isLong && droppable.placeholder}
              {isBare && <FirstDeal board={board} />}
              {count === 0 && gapAt === null && !isDraggingOver && <li className={classes.empty}>{stage.definition || t('board.emptyColumn', { stage: stage.name })}</li>}
              <ShowMore processId={board.process.id} look={look} column={column} />
              {board.process.state !== 'archived' && <AddToStage processId={board.process.id} stage={stage} />}
            </ul>
          </>
        )}
      </Droppable>
    </section>
  );
}
