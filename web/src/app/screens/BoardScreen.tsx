/** The board with what can lie over it: the move sheet and the quick add. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect } from 'react';
import type { BoardLook } from '@/api/boardLook';
import { partsOf } from '@/api/filter';
import { BoardPage } from '@/features/board/BoardPage';
import { focusCard } from '@/features/board/focusing';
import { keepHome } from '@/lib/lastHome';
import { later } from '@/lib/later';
import { paths } from '@/lib/paths';
import { useIsSelecting } from '@/lib/selection';
import { ScreenSwitch } from './ScreenSwitch';
import { useStagePies } from './useStagePies';
import { BoardWaiting } from './Waiting';

const MoveSheet = later(async () => (await import('@/features/moving/MoveSheet')).MoveSheet);
const BoardBulk = later(async () => (await import('./BoardBulk')).BoardBulk);
const BoardTools = later(async () => (await import('./BoardTools')).BoardTools);
const NothingMatches = later(async () => (await import('@/features/filtering/NothingMatches')).NothingMatches);
const QuickAdd = later(async () => (await import('@/features/adding/QuickAdd')).QuickAdd);
// By then the sheet has let go of the focus and the card stands in its new place.
const SETTLED_MS = 120;
const route = getRouteApi('/inside/board/$processId');

export function BoardScreen() {
  const { processId } = route.useParams();
  const { move, to, after, new: isAdding, view, ...look } = route.useSearch();
  const navigate = useNavigate({ from: paths.board });
  const screen = `board/${processId}`;
  const isSelecting = useIsSelecting(screen);
  useEffect(() => keepHome('board'), []);
  const close = useCallback(() => {
    void navigate({ to: paths.board, params: { processId }, search: ({ move: _move, to: _to, after: _after, new: _new, ...rest }) => rest });
    if (move !== undefined) setTimeout(() => focusCard(move), SETTLED_MS);
  }, [navigate, processId, move]);
  const show = (next: BoardLook, chosen: number | undefined) =>
    void navigate({ to: paths.board, params: { processId }, search: { ...next, ...(chosen !== undefined && { view: chosen }) }, replace: true });
  const { sort, ...filter } = look;
  const pies = useStagePies(filter);
  const asked = move === undefined || to === undefined ? null : { id: move, to, ...(after !== undefined && { afterId: after }) };
  return (
    <>
      <BoardPage
        processId={processId}
        look={look}
        asked={asked}
        waiting={<BoardWaiting />}
        pies={pies}
        asList={<ScreenSwitch on="board" processId={processId} filter={filter} />}
        filters={
          <Suspense>
            <BoardTools processId={processId} look={look} view={view} onLook={show} />
          </Suspense>
        }
        nothing={
          <Suspense>
            <NothingMatches count={partsOf(filter).length} onClear={() => show(sort === undefined ? {} : { sort }, view)} />
          </Suspense>
        }
      />
      <Suspense>
        {isSelecting && <BoardBulk screen={screen} processId={processId} look={look} />}
        {asked !== null && <MoveSheet key={`${asked.id}-${asked.to}`} opportunityId={asked.id} stageId={asked.to} channel="board" afterId={after} onClose={close} />}
        {isAdding === true && <QuickAdd processId={processId} onClose={close} />}
      </Suspense>
    </>
  );
}
