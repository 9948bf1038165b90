/** The board: where every deal stands, and the way to move it. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findCard, moveCard } from '@/api/boardOrder';
import { boardQuery } from '@/api/queries';
import type { Board, Card } from '@/api/types';
import { useStartMove, type Deal } from '@/api/useStartMove';
import { later } from '@/lib/later';
import { paths } from '@/lib/paths';
import { usePageTitle } from '@/lib/usePageTitle';
import { BoardHead } from './BoardHead';
import { Columns } from './Columns';
import type { MenuPlace } from './MoveMenu';
import { useNewKey } from './useNewKey';
import classes from './Board.module.css';

const MoveMenu = later(async () => (await import('./MoveMenu')).MoveMenu);

interface Waiting {
  id: number;
  to: number;
  index?: number;
}

interface Props {
  processId: number;
  /** The move whose sheet is open: its card waits where it was dropped. */
  asked: Waiting | null;
}

function withWaiting(board: Board, waiting: Waiting | null): Board {
  const isOpen = board.columns.some(({ stage }) => stage.id === waiting?.to);
  return waiting === null || !isOpen ? board : moveCard(board, waiting.id, waiting.to, waiting.index);
}

export function BoardPage({ processId, asked }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: board } = useSuspenseQuery(boardQuery(processId));
  const [dropped, setDropped] = useState<Waiting | null>(null);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  usePageTitle(board.process.name);
  useNewKey(processId);

  const waiting = dropped ?? asked;
  const shown = useMemo(() => withWaiting(board, waiting), [board, waiting]);
  const gap = waiting === null || shown === board ? null : findCard(board, waiting.id);

  const stageName = useCallback(
    (stageId: number) => [...board.columns, ...board.closed].find(({ stage }) => stage.id === stageId)?.stage.name ?? '',
    [board],
  );
  const openSheet = (deal: Deal, to: number) => navigate({ to: paths.board, params: { processId }, search: { move: deal.id, to } });
  const start = useStartMove(stageName, openSheet);

  const move = (card: Card, to: number, index?: number) => {
    const wanted = { deal: { id: card.id, name: card.name, processId }, stageId: to, channel: 'board' as const };
    setDropped({ id: card.id, to, ...(index !== undefined && { index }) });
    void start({ ...wanted, ...(index !== undefined && { index }) }).finally(() => setDropped(null));
  };

  return (
    <div className={classes.page}>
      <BoardHead board={board} />
      {board.columns.length === 0 && <p className={classes.none}>{t('board.noStages')}</p>}
      <Columns board={shown} waitingId={waiting?.id ?? null} isAsked={asked !== null} gap={gap} onMove={move} onMenu={setMenu} isMenuOpen={menu !== null} />
      <Suspense>{menu !== null && <MoveMenu board={board} place={menu} onPick={move} onClose={() => setMenu(null)} />}</Suspense>
    </div>
  );
}
