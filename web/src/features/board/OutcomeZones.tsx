/** The closed stages as places to drop, risen at the bottom as long as a card is in the hand. */
import { Droppable } from '@hello-pangea/dnd';
import type { Hint } from '@/api/moveHints';
import type { Board, Column } from '@/api/types';
import { IconFlag3, IconLock, IconX } from '@/ui/icons';
import { MoveHint } from './MoveHint';
import classes from './OutcomeZones.module.css';

function Zone({ column: { stage }, hint }: { column: Column; hint: Hint | null }) {
  const isLocked = hint?.kind === 'refused';
  return (
    <Droppable droppableId={String(stage.id)} isDropDisabled={isLocked} ignoreContainerClipping={false} isCombineEnabled={false} direction="vertical" mode="standard" type="deal">
      {(droppable, { isDraggingOver }) => (
        <div ref={droppable.innerRef} {...droppable.droppableProps} className={classes.zone} data-type={stage.type} data-over={isDraggingOver} data-locked={isLocked}>
          <span className={classes.name}>
            {stage.type === 'won' && <IconFlag3 size={17} aria-hidden />}
            {stage.type !== 'won' && (isLocked ? <IconLock size={17} aria-hidden /> : <IconX size={17} aria-hidden />)}
            <bdi>{stage.name}</bdi>
          </span>
          {hint !== null && <MoveHint hint={hint} />}
          <div className={classes.placeholder}>{droppable.placeholder}</div>
        </div>
      )}
    </Droppable>
  );
}

export function OutcomeZones({ board, hintFor }: { board: Board; hintFor: (stageId: number) => Hint | null }) {
  return (
    <div className={classes.zones}>
      {board.closed.map((column) => (
        <Zone key={column.stage.id} column={column} hint={hintFor(column.stage.id)} />
      ))}
    </div>
  );
}
