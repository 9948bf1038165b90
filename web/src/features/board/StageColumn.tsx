/** One open stage: its head on the line, its cards, and the rest on request. */
import { Droppable } from '@hello-pangea/dnd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hint } from '@/api/moveHints';
import type { Board, Column, Missing } from '@/api/types';
import { settling } from '@/lib/settling';
import { useStore } from '@/lib/store';
import { ColumnHead } from './ColumnHead';
import { DealCard } from './DealCard';
import { ShowMore } from './ShowMore';
import type { MenuPlace } from './MoveMenu';
import classes from './Board.module.css';

interface Props {
  board: Board;
  column: Column;
  hint: Hint | null;
  missing: readonly Missing[];
  gapAt: number | null;
  waitingId: number | null;
  stopId: number | null;
  onStop: (cardId: number) => void;
  onMenu: (place: MenuPlace) => void;
}

export function StageColumn({ board, column, hint, missing, gapAt, waitingId, stopId, onStop, onMenu }: Props) {
  const { t } = useTranslation();
  const settled = useStore(settling);
  const { stage, cards, count } = column;
  const isLocked = hint?.kind === 'refused';
  return (
    <section className={classes.column} aria-label={t('board.column', { stage: stage.name, count })} data-locked={isLocked}>
      <Droppable droppableId={String(stage.id)} isDropDisabled={isLocked} ignoreContainerClipping={false} isCombineEnabled={false} direction="vertical" mode="standard" type="deal">
        {(droppable, { isDraggingOver }) => (
          <>
            <ColumnHead board={board} column={column} hint={hint} missing={isDraggingOver ? missing : []} />
            <ul ref={droppable.innerRef} {...droppable.droppableProps} className={classes.stack} data-over={isDraggingOver && hint?.kind !== 'here'}>
              {cards.map((card, index) => (
                <Fragment key={card.id}>
                  {gapAt === index && <li className={classes.gap} aria-hidden />}
                  <DealCard
                    card={card}
                    index={index}
                    stage={stage}
                    isStop={card.id === stopId}
                    isWaiting={card.id === waitingId}
                    isSettling={settled.has(card.id)}
                    onStop={onStop}
                    onMenu={onMenu}
                  />
                </Fragment>
              ))}
              {gapAt === cards.length && <li className={classes.gap} aria-hidden />}
              {droppable.placeholder}
              {count === 0 && gapAt === null && !isDraggingOver && <li className={classes.empty}>{stage.definition || t('board.emptyColumn', { stage: stage.name })}</li>}
              <ShowMore processId={board.process.id} column={column} />
            </ul>
          </>
        )}
      </Droppable>
    </section>
  );
}
