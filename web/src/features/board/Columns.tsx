/** The columns side by side, one at a time on a phone, and everything that happens while a card is in the hand. */
import { DragDropContext } from '@hello-pangea/dnd';
import { useEffect, useMemo, useState } from 'react';
import { findCard } from '@/api/boardOrder';
import type { Board, Card } from '@/api/types';
import { useIsSelecting, useSelecting } from '@/lib/selection';
import { useMediaQuery } from '@/ui/controls';
import type { MenuPlace } from './MoveMenu';
import { OutcomeZones } from './OutcomeZones';
import { StageColumn } from './StageColumn';
import { StagePager } from './StagePager';
import { useCardKeys } from './useCardKeys';
import { useDragging } from './useDragging';
import { useKeptFocus } from './useKeptFocus';
import classes from './Board.module.css';

interface Props {
  board: Board;
  waitingId: number | null;
  /** Whether the move sheet lies over the board. */
  isAsked: boolean;
  gap: { column: { stage: { id: number } }; index: number } | null;
  isMenuOpen: boolean;
  onMove: (card: Card, stageId: number, index?: number) => void;
  onMenu: (place: MenuPlace) => void;
}

export function Columns({ board, waitingId, isAsked, gap, isMenuOpen, onMove, onMenu }: Props) {
  const isPhone = useMediaQuery('(max-width: 767px)', undefined, { getInitialValueInEffect: false });
  const screen = `board/${board.process.id}`;
  const isSelecting = useIsSelecting(screen);
  const groups = useMemo(() => board.columns.map(({ cards }) => cards), [board]);
  useSelecting(screen, groups);
  const [page, setPage] = useState(0);
  const [stop, setStop] = useState<number | null>(null);
  const dragging = useDragging(board, onMove);
  useKeptFocus();
  const press = useCardKeys({ board, isActive: dragging.lifted === null && !isMenuOpen, onMove, onMenu });
  useEffect(() => {
    if (isAsked && waitingId !== null) document.querySelector(`[data-card="${waitingId}"]`)?.scrollIntoView({ block: 'nearest', inline: 'end' });
  }, [isAsked, waitingId]);
  const first = board.columns.find(({ cards }) => cards.length > 0)?.cards[0]?.id ?? null;
  const stopId = stop !== null && findCard(board, stop) !== null ? stop : first;
  const shown = isPhone ? board.columns.slice(page, page + 1) : board.columns;
  return (
    <DragDropContext {...dragging.responders}>
      {isPhone && <StagePager columns={board.columns} page={page} onPage={setPage} />}
      {/* Arrow keys walk the cards; each card is the focusable thing, the frame only listens. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className={classes.columns} data-lifted={dragging.lifted !== null} data-asked={isAsked} data-selecting={isSelecting} onKeyDown={press}>
        {shown.map((column) => (
          <StageColumn
            key={column.stage.id}
            board={board}
            column={column}
            hint={dragging.hintFor(column.stage.id)}
            missing={dragging.missingFor(column.stage.id)}
            gapAt={gap?.column.stage.id === column.stage.id ? gap.index : null}
            waitingId={waitingId}
            stopId={stopId}
            onStop={setStop}
            onMenu={onMenu}
          />
        ))}
      </div>
      {dragging.lifted !== null && <OutcomeZones board={board} hintFor={dragging.hintFor} />}
    </DragDropContext>
  );
}
