/** The rest of a column, a page at a time. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { appendPage } from '@/api/boardOrder';
import { keys } from '@/api/keys';
import { asProblem } from '@/api/problem';
import { readCards } from '@/api/queries';
import { tellRefusal } from '@/api/refusals';
import type { Board, Column } from '@/api/types';
import classes from './Board.module.css';

export function ShowMore({ processId, column }: { processId: number; column: Column }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const more = useMutation({
    mutationFn: (cursor: string) => readCards(processId, column.stage.id, cursor),
    onSuccess: (page) => queries.setQueryData<Board>(keys.board(processId), (board) => board && appendPage(board, column.stage.id, page)),
    onError: (error) => tellRefusal(asProblem(error)),
  });
  const { next_cursor: cursor } = column;
  const left = Math.max(column.count - column.cards.length, 0);
  if (cursor === null || left === 0) return null;
  return (
    <li>
      <button type="button" className={classes.more} aria-busy={more.isPending} onClick={() => more.mutate(cursor)}>
        {t('board.more', { count: Math.min(left, 25), left })}
      </button>
    </li>
  );
}
