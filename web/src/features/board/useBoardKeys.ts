/** The keys of the board: `c` keeps what is asked of it, and those of a card, which hears them itself, are listed. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Board } from '@/api/types';
import { paths } from '@/lib/paths';
import { useShortcuts } from '@/lib/shortcuts';
import { useMayAdd } from './useMayAdd';

export function useBoardKeys(board: Board): void {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: paths.board });
  const mayAdd = useMayAdd(board);
  const add = () => void navigate({ to: paths.board, params: { processId: board.process.id }, search: (before) => ({ ...before, new: true }) });
  useShortcuts(t('nav.board'), mayAdd ? [{ keys: 'c', label: t('board.new'), run: add }] : []);
  useShortcuts(t('keys.card'), [
    { keys: 'Enter', label: t('keys.open') },
    { keys: 'm', label: t('keys.move') },
    { keys: '.', label: t('keys.next') },
    { keys: ',', label: t('keys.back') },
    { keys: 'Space', label: t('keys.lift') },
    { keys: 'ArrowUp ArrowDown', label: t('keys.walk') },
    { keys: 'ArrowLeft ArrowRight', label: t('keys.columns') },
  ]);
}
