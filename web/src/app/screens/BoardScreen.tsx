/** The board with what can lie over it: the move sheet and the quick add. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { BoardPage } from '@/features/board/BoardPage';
import { paths } from '@/lib/paths';

const MoveSheet = lazy(async () => ({ default: (await import('@/features/moving/MoveSheet')).MoveSheet }));
const QuickAdd = lazy(async () => ({ default: (await import('@/features/adding/QuickAdd')).QuickAdd }));
const route = getRouteApi('/inside/board/$processId');

export function BoardScreen() {
  const { processId } = route.useParams();
  const { move, to, new: isAdding } = route.useSearch();
  const navigate = useNavigate();
  const close = () => void navigate({ to: paths.board, params: { processId }, search: {} });
  const asked = move === undefined || to === undefined ? null : { id: move, to };
  return (
    <>
      <BoardPage processId={processId} asked={asked} />
      <Suspense>
        {asked !== null && <MoveSheet key={`${asked.id}-${asked.to}`} opportunityId={asked.id} stageId={asked.to} channel="board" onClose={close} />}
        {isAdding === true && <QuickAdd processId={processId} onClose={close} />}
      </Suspense>
    </>
  );
}
