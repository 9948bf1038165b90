/** The board: where every deal stands, and the way to move it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isFiltered, type BoardLook } from '@/api/boardLook';
import { cardAbove, findCard, moveCard, placeBelow } from '@/api/boardOrder';
import { boardQuery } from '@/api/queries';
import type { Board, Card } from '@/api/types';
import { usePlacing } from '@/api/usePlacing';
import { useStartMove, type Deal } from '@/api/useStartMove';
import { later } from '@/lib/later';
import { paths } from '@/lib/paths';
import { takeReturn } from '@/lib/trail';
import { usePageTitle } from '@/lib/usePageTitle';
import { BoardHead } from './BoardHead';
import type { Pies } from './ColumnHead';
import { Columns } from './Columns';
import { focusCard } from './focusing';
import type { MenuPlace } from './MoveMenu';
import { useLook } from './useLook';
import { useBoardKeys } from './useBoardKeys';
import classes from './Board.module.css';

const MoveMenu = later(async () => (await import('./MoveMenu')).MoveMenu);

interface Waiting {
  id: number;
  to: number;
  index?: number;
  afterId?: number;
}

interface Parts {
  look: BoardLook;
  /** The move whose sheet is open: its card waits where it was dropped. */
  asked: Waiting | null;
  asList?: ReactNode;
  pies: Pies;
  filters?: ReactNode;
  /** What stands over columns that the filter has emptied. */
  nothing?: ReactNode;
}

type Props = Parts & { processId: number; waiting: ReactNode };

function withWaiting(board: Board, waiting: Waiting | null): Board {
  const isOpen = board.columns.some(({ stage }) => stage.id === waiting?.to);
  return waiting === null || !isOpen ? board : moveCard(board, waiting.id, waiting.to, waiting.index ?? placeBelow(board, waiting.to, waiting.afterId));
}

/** Of another process nothing is shown while its own is on the way; of this one the former selection stays. */
export function BoardPage({ processId, waiting, ...parts }: Props) {
  // What stands there stays when only its refresh fails: without a connection, or after the session has ended.
  const { data: board } = useQuery({ ...boardQuery(processId, parts.look), placeholderData: keepPreviousData, throwOnError: (_error, { state }) => state.data === undefined });
  return board?.process.id === processId ? <BoardShown board={board} {...parts} /> : waiting;
}

function BoardShown({ board, look, asked, asList, pies, filters, nothing }: Parts & { board: Board }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: paths.board });
  const processId = board.process.id;
  const [dropped, setDropped] = useState<Waiting | null>(null);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const change = useLook(processId);
  const placing = usePlacing(board, look);
  usePageTitle(board.process.name);
  useBoardKeys(board);
  useEffect(() => {
    const left = takeReturn();
    if (left !== null && document.activeElement === document.body) focusCard(left);
  }, []);

  const waiting = dropped ?? asked;
  const shown = useMemo(() => withWaiting(board, waiting), [board, waiting]);
  const gap = waiting === null || shown === board ? null : findCard(board, waiting.id);
  const isOrdered = look.sort === undefined;
  const isEmpty = board.columns.length > 0 && board.columns.every(({ count }) => count === 0);

  const stageName = useCallback(
    (stageId: number) => [...board.columns, ...board.closed].find(({ stage }) => stage.id === stageId)?.stage.name ?? '',
    [board],
  );
  const openSheet = (deal: Deal, to: number, afterId?: number | null) =>
    navigate({ to: paths.board, params: { processId }, search: (before) => ({ ...before, move: deal.id, to, ...(typeof afterId === 'number' && { after: afterId }) }) });
  const start = useStartMove(stageName, openSheet);

  const move = (card: Card, to: number, index?: number) => {
    const wanted = { deal: { id: card.id, name: card.name, processId }, stageId: to, channel: 'board' as const };
    const column = board.columns.find(({ stage }) => stage.id === to);
    const afterId = isOrdered && column !== undefined && index !== undefined ? cardAbove(column, card.id, index) : null;
    const drop = { id: card.id, to, ...(index !== undefined && { index }) };
    setDropped(drop);
    void start({ ...wanted, ...(index !== undefined && { index }), ...(afterId !== null && { afterId }) }).finally(() => setDropped((last) => (last === drop ? null : last)));
  };

  return (
    <div className={classes.page}>
      <BoardHead board={board} look={look} onLook={change} asList={asList} filters={filters} />
      {board.process.state === 'archived' && <p className={classes.banner} role="status">{t('board.archived')}</p>}
      {board.columns.length === 0 && <p className={classes.none}>{t('board.noStages')}</p>}
      {isEmpty && isFiltered(look) && nothing}
      <Columns
        board={shown}
        isBare={isEmpty && !isFiltered(look)}
        look={look}
        waitingId={waiting?.id ?? null}
        isAsked={asked !== null}
        gap={gap}
        pies={pies}
        onMove={move}
        onPlace={placing.put}
        onMenu={setMenu}
        isMenuOpen={menu !== null}
      />
      <Suspense>
        {menu !== null && (
          <MoveMenu board={board} place={menu} onPick={move} order={isOrdered ? { toTop: placing.toTop, toBottom: (card) => void placing.toBottom(card) } : null} onClose={() => setMenu(null)} />
        )}
      </Suspense>
    </div>
  );
}
