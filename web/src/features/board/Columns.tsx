/** The columns side by side, one at a time on a phone, and everything that happens while a card is in the hand. */
import { DragDropContext } from '@hello-pangea/dnd';
import { useEffect, useMemo, useState } from 'react';
import type { BoardLook } from '@/api/boardLook';
import { findCard } from '@/api/boardOrder';
import type { Board, Card } from '@/api/types';
import { toggleFolded, useBoardDisplay } from '@/lib/boardDisplay';
import { isCarriedAlong, useIsSelecting, useSelecting } from '@/lib/selection';
import { useMediaQuery } from '@/ui/controls';
import type { Pies } from './ColumnHead';
import { focusCard } from './focusing';
import { FoldedColumn } from './FoldedColumn';
import type { MenuPlace } from './MoveMenu';
import { OutcomeZones } from './OutcomeZones';
import { StageColumn } from './StageColumn';
import { StagePager } from './StagePager';
import { useCardKeys } from './useCardKeys';
import { useDragging } from './useDragging';
import { useKeptFocus } from './useKeptFocus';
import { useOpening } from './useOpening';
import classes from './Board.module.css';

const FOLDED_WIDTH = '44px';

interface Props {
  board: Board;
  look: BoardLook;
  waitingId: number | null;
  /** Whether the move sheet lies over the board. */
  isAsked: boolean;
  gap: { column: { stage: { id: number } }; index: number } | null;
  pies: Pies;
  /** Nobody has added a deal yet. */
  isBare: boolean;
  isMenuOpen: boolean;
  onMove: (card: Card, stageId: number, index?: number) => void;
  onPlace: (card: Card, afterId: number | null) => void;
  onMenu: (place: MenuPlace) => void;
}

function fold(processId: number, stageId: number): void {
  toggleFolded(processId, stageId);
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-fold="${stageId}"]`)?.focus());
}

export function Columns({ board, look, waitingId, isAsked, gap, pies, isBare, isMenuOpen, onMove, onPlace, onMenu }: Props) {
  const isPhone = useMediaQuery('(max-width: 767px)', undefined, { getInitialValueInEffect: false });
  const processId = board.process.id;
  const screen = `board/${processId}`;
  const isSelecting = useIsSelecting(screen);
  const groups = useMemo(() => board.columns.map(({ cards }) => cards), [board]);
  useSelecting(screen, groups, focusCard);
  const [page, setPage] = useState(0);
  const [stop, setStop] = useState<number | null>(null);
  const { folded, shows } = useBoardDisplay(processId);
  const dragging = useDragging({ screen, board, isOrdered: look.sort === undefined, onMove, onPlace });
  useKeptFocus();
  const opening = useOpening();
  const press = useCardKeys({ board, folded, isActive: dragging.lifted === null && !isMenuOpen, onMove, onMenu, onFold: (stageId) => fold(processId, stageId) });
  useEffect(() => {
    if (isAsked && waitingId !== null) document.querySelector(`[data-card="${waitingId}"]`)?.scrollIntoView({ block: 'nearest', inline: 'end' });
  }, [isAsked, waitingId]);
  const isFolded = (stageId: number) => !isPhone && folded.includes(stageId);
  const first = board.columns.find(({ cards, stage }) => cards.length > 0 && !isFolded(stage.id))?.cards[0]?.id ?? null;
  const stopId = stop !== null && findCard(board, stop) !== null ? stop : first;
  const shown = isPhone ? board.columns.slice(page, page + 1) : board.columns;
  const widths = shown.map(({ stage }) => (isFolded(stage.id) ? FOLDED_WIDTH : 'var(--column)')).join(' ');
  return (
    <DragDropContext {...dragging.responders}>
      {isPhone && <StagePager columns={board.columns} page={page} onPage={setPage} />}
      {/* Arrow keys walk the cards; each card is the focusable thing, the frame only listens. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className={classes.columns} data-lifted={dragging.lifted !== null} data-asked={isAsked} data-selecting={isSelecting} data-carrying={dragging.lifted !== null && isCarriedAlong(screen, dragging.lifted)} data-scroller style={{ gridTemplateColumns: widths }} onKeyDown={press} onPointerOver={opening.near} onFocus={opening.near}>
        {shown.map((column, place) =>
          isFolded(column.stage.id) ? (
            <FoldedColumn key={column.stage.id} board={board} column={column} hint={dragging.hintFor(column.stage.id)} missing={dragging.missingFor(column.stage.id)} pies={pies} />
          ) : (
            <StageColumn
              key={column.stage.id}
              board={board}
              look={look}
              column={column}
              shows={shows}
              hint={dragging.hintFor(column.stage.id)}
              missing={dragging.missingFor(column.stage.id)}
              preview={dragging.previewOf(column.stage.id)}
              pies={pies}
              isBare={isBare && place === 0}
              gapAt={gap?.column.stage.id === column.stage.id ? gap.index : null}
              waitingId={waitingId}
              stopId={stopId}
              onStop={setStop}
              onMenu={onMenu}
              onOpen={opening.open}
            />
          ),
        )}
      </div>
      {dragging.lifted !== null && <OutcomeZones board={board} hintFor={dragging.hintFor} />}
    </DragDropContext>
  );
}
