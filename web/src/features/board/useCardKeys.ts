/** Keys on a focused card: arrows walk, Enter opens, m moves, point and comma go one stage on and back. */
import { useNavigate } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { findCard } from '@/api/boardOrder';
import type { Board, Card } from '@/api/types';
import { isTyping } from '@/lib/keyboard';
import { paths } from '@/lib/paths';
import { focusCard } from './focusing';
import { neighbour } from './neighbour';
import type { MenuPlace } from './MoveMenu';

interface Props {
  board: Board;
  /** The stages whose cards are not to be seen. */
  folded: readonly number[];
  isActive: boolean;
  onMove: (card: Card, stageId: number) => void;
  onMenu: (place: MenuPlace) => void;
  onFold: (stageId: number) => void;
}

export function useCardKeys({ board, folded, isActive, onMove, onMenu, onFold }: Props) {
  const navigate = useNavigate();

  const act = (key: string, element: HTMLElement, id: number): boolean => {
    const place = findCard(board, id);
    if (place === null) return false;
    const column = board.columns.indexOf(place.column);
    const stageBeside = (step: 1 | -1) => board.columns[column + step]?.stage.id;
    const open = { ...board, columns: board.columns.filter(({ stage }) => !folded.includes(stage.id)) };
    const goTo = neighbour(open, place, key);
    if (goTo !== null) focusCard(goTo);
    else if (key === 'Enter') void navigate({ to: paths.record, params: { opportunityId: id } });
    else if (key === 'm') {
      const box = element.getBoundingClientRect();
      onMenu({ cardId: id, x: box.left + 12, y: box.top + 40 });
    } else if (key === '-') onFold(place.column.stage.id);
    else if (key === '.' || key === ',') {
      const to = stageBeside(key === '.' ? 1 : -1);
      if (to !== undefined) onMove(place.card, to);
    } else return false;
    return true;
  };

  return (event: KeyboardEvent<HTMLElement>) => {
    const element = event.target instanceof HTMLElement ? event.target : null;
    const id = Number(element?.dataset.card);
    if (!isActive || element === null || Number.isNaN(id) || isTyping(element) || event.altKey || event.metaKey) return;
    if (event.ctrlKey && !event.key.startsWith('Arrow')) return;
    const key = event.ctrlKey ? `Ctrl ${event.key}` : event.key;
    if (act(key, element, id)) event.preventDefault();
  };
}
