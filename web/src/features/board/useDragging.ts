/** Lifting, carrying and dropping a card: fetches the plan on lift, speaks while carrying, hands the drop on. */
import type { BeforeCapture, DragStart, DragUpdate, DropResult, ResponderProvided } from '@hello-pangea/dnd';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { cardAbove, findCard, moveCards } from '@/api/boardOrder';
import { hintOf, isOpenItem, type Hint } from '@/api/moveHints';
import { optionsQuery } from '@/api/queries';
import type { Board, Card, Column, Missing } from '@/api/types';
import { hold, release } from '@/lib/holding';
import { isCarriedAlong, selectionOn, wish } from '@/lib/selection';
import { hintSentence } from '@/api/hintWords';

interface Props {
  /** The board, as its selection is called. */
  screen: string;
  board: Board;
  /** Whether the cards stand in the order that all share, so that a place within a column means something. */
  isOrdered: boolean;
  onMove: (card: Card, stageId: number, index?: number) => void;
  onPlace: (card: Card, afterId: number | null) => void;
}

export function useDragging({ screen, board, isOrdered, onMove, onPlace }: Props) {
  const { t } = useTranslation();
  const [lifted, setLifted] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const { data: plan } = useQuery({ ...optionsQuery(lifted ?? 0), enabled: lifted !== null });
  const place = lifted === null ? null : findCard(board, lifted);

  const optionFor = (stageId: number) => (place === null ? undefined : plan?.options.find(({ stage }) => stage.id === stageId));
  const hintFor = (stageId: number): Hint | null => {
    const option = optionFor(stageId);
    return option === undefined || place === null ? null : hintOf(plan?.options ?? [], option, place.column.stage);
  };
  const missingFor = (stageId: number): readonly Missing[] => optionFor(stageId)?.missing.filter((missing) => isOpenItem(missing)) ?? [];
  const preview = useMemo(() => {
    if (lifted === null || over === null) return null;
    return moveCards(board, isCarriedAlong(screen, lifted) ? selectionOn(screen).get().items.keys() : [lifted], over);
  }, [board, screen, lifted, over]);
  /** What a stage would hold, where that is not what it holds. */
  const previewOf = (stageId: number): Column | null => {
    const isOther = (column: Column) => column.stage.id === stageId && column.count !== board.columns.find(({ stage }) => stage.id === stageId)?.count;
    return preview?.columns.find((column) => isOther(column)) ?? null;
  };
  const columnOf = (droppableId: string) => [...board.columns, ...board.closed].find(({ stage }) => String(stage.id) === droppableId);

  const responders = {
    // The outcome zones must stand before the library measures where a card may be dropped.
    onBeforeCapture: ({ draggableId }: BeforeCapture) => {
      hold();
      flushSync(() => setLifted(Number(draggableId)));
    },
    onDragStart: ({ draggableId, source }: DragStart, { announce }: ResponderProvided) => {
      const column = columnOf(source.droppableId);
      const card = findCard(board, Number(draggableId))?.card;
      if (isCarriedAlong(screen, Number(draggableId))) return announce(t('drag.liftedMany', { count: selectionOn(screen).get().items.size }));
      return announce(t('drag.lifted', { name: card?.name ?? '', stage: column?.stage.name ?? '', place: source.index + 1, count: column?.cards.length ?? 0 }));
    },
    onDragUpdate: ({ destination }: DragUpdate, { announce }: ResponderProvided) => {
      const column = destination === null ? undefined : columnOf(destination.droppableId);
      setOver(column?.stage.id ?? null);
      if (destination === null || column === undefined) return announce(t('drag.nowhere'));
      const hint = hintFor(column.stage.id);
      const facts = { stage: column.stage.name, hint: hint === null ? '' : hintSentence(t, hint), place: destination.index + 1 };
      return announce(t('drag.over', facts));
    },
    onDragEnd: ({ draggableId, source, destination }: DropResult, { announce }: ResponderProvided) => {
      const card = findCard(board, Number(draggableId))?.card;
      setLifted(null);
      setOver(null);
      release();
      const column = destination === null ? undefined : columnOf(destination.droppableId);
      if (card === undefined || destination === null || column === undefined) return announce(t('drag.back'));
      if (isCarriedAlong(screen, card.id)) return wish(screen, { act: column.stage.type === 'open' ? 'move' : 'close', stageId: column.stage.id });
      if (destination.droppableId === source.droppableId) {
        if (!isOrdered || destination.index === source.index) return announce(t('drag.back'));
        return onPlace(card, cardAbove(column, card.id, destination.index));
      }
      announce(t('drag.dropped', { stage: column.stage.name }));
      return onMove(card, Number(destination.droppableId), destination.index);
    },
  };
  return { lifted, hintFor, missingFor, previewOf, responders };
}
