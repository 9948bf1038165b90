/** The rest of a column: it comes by itself as one scrolls near, and on request. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardLook } from '@/api/boardLook';
import { appendPage } from '@/api/boardOrder';
import { keys } from '@/api/keys';
import { asProblem } from '@/api/problem';
import { readCards } from '@/api/queries';
import { tellRefusal } from '@/api/refusals';
import type { Board, Column } from '@/api/types';
import { whenFree } from '@/lib/holding';
import classes from './Board.module.css';

const NEAR = '4000px 0px';

interface Props {
  processId: number;
  look: BoardLook;
  column: Column;
}

export function ShowMore({ processId, look, column }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const end = useRef<HTMLButtonElement>(null);
  const more = useMutation({
    mutationFn: (cursor: string) => readCards(processId, column.stage.id, look, cursor),
    onSuccess: (page) => queries.setQueryData<Board>(keys.shownBoard(processId, look), (board) => board && appendPage(board, column.stage.id, page)),
    onError: (error) => tellRefusal(asProblem(error)),
  });
  const { next_cursor: cursor } = column;
  const left = Math.max(column.count - column.cards.length, 0);
  const { mutate, isIdle, isSuccess } = more;
  const isCalm = isIdle || isSuccess;
  useEffect(() => {
    const button = end.current;
    if (button === null || cursor === null || !isCalm) return;
    // With a card in the hand the column keeps its length.
    // On a busy machine it tells several things at once, the latest last.
    const watching = new IntersectionObserver((seen) => seen.at(-1)?.isIntersecting === true && whenFree(() => mutate(cursor)), {
      root: button.closest('[data-scroller]'),
      rootMargin: NEAR,
    });
    watching.observe(button);
    return () => watching.disconnect();
  }, [cursor, isCalm, mutate]);
  if (cursor === null || left === 0) return null;
  return (
    <li>
      <button ref={end} type="button" className={classes.more} aria-busy={more.isPending} onClick={() => more.mutate(cursor)}>
        {t('board.more', { count: Math.min(left, 200), left })}
      </button>
    </li>
  );
}
