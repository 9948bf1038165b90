/** What an empty board begins with. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Board } from '@/api/types';
import { paths } from '@/lib/paths';
import { useMayAdd } from './useMayAdd';
import classes from './Board.module.css';

export function FirstDeal({ board }: { board: Board }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: paths.board });
  if (!useMayAdd(board)) return null;
  const add = () => void navigate({ to: paths.board, params: { processId: board.process.id }, search: (before) => ({ ...before, new: true }) });
  return (
    <li>
      <button type="button" className={classes.first} onClick={add}>{t('board.addFirst')}</button>
    </li>
  );
}
