/** A folded stage: its name and count on edge; it opens with a click, and says what it is to a card that is held over it. */
import { Droppable } from '@hello-pangea/dnd';
import { useTranslation } from 'react-i18next';
import type { Hint } from '@/api/moveHints';
import type { Board, Column, Missing } from '@/api/types';
import { toggleFolded } from '@/lib/boardDisplay';
import { stageColour, stretch } from '@/lib/stageRamp';
import { Hidden } from '@/ui/Hidden';
import type { Pies } from './ColumnHead';
import { Landing } from './Landing';
import { MoveHint } from './MoveHint';
import classes from './FoldedColumn.module.css';

interface Props {
  board: Board;
  column: Column;
  hint: Hint | null;
  missing: readonly Missing[];
  pies: Pies;
}

/** It opens over its neighbours: with a card in the hand no column may change its place. */
function Opened({ column: { stage, count }, hint, missing }: Omit<Props, 'board' | 'pies'>) {
  return (
    <div className={classes.opened} aria-hidden>
      <p className={classes.title}>
        <bdi>{stage.name}</bdi> <span className={classes.count}>{count}</span>
      </p>
      {hint !== null && <MoveHint hint={hint} />}
      {missing.length > 0 && <Landing missing={missing} />}
    </div>
  );
}

export function FoldedColumn({ board, column, hint, missing, pies }: Props) {
  const { t } = useTranslation();
  const { stage, count } = column;
  const index = board.columns.findIndex((other) => other.stage.id === stage.id);
  const isLocked = hint?.kind === 'refused';
  const colours = stretch(stageColour(index, board.columns.length), stageColour(Math.min(index + 1, board.columns.length - 1), board.columns.length));
  return (
    <section className={classes.column} aria-label={t('board.column', { stage: stage.name, count })} data-locked={isLocked} style={colours}>
      <Droppable droppableId={String(stage.id)} isDropDisabled={isLocked} ignoreContainerClipping={false} isCombineEnabled={false} direction="vertical" mode="standard" type="deal">
        {(droppable, { isDraggingOver }) => (
          <div ref={droppable.innerRef} {...droppable.droppableProps} className={classes.strip} data-over={isDraggingOver}>
            <button type="button" className={classes.open} data-fold={stage.id} aria-expanded={false} title={stage.name} onClick={() => toggleFolded(board.process.id, stage.id)}>
              <span className={classes.dot} data-dot aria-hidden />
              <Hidden>{t('board.unfold', { stage: stage.name })}</Hidden>
              <span className={classes.count} aria-hidden>{count}</span>
              {pies(stage, true)}
              <bdi className={classes.name} aria-hidden>{stage.name}</bdi>
            </button>
            {isDraggingOver && <Opened column={column} hint={hint} missing={missing} />}
            <div className={classes.placeholder}>{droppable.placeholder}</div>
          </div>
        )}
      </Droppable>
    </section>
  );
}
