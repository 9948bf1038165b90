/** Changes which deals the board shows and in which order, in its address; the view that was chosen stays. */
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { BoardLook } from '@/api/boardLook';
import { paths } from '@/lib/paths';

export function useLook(processId: number): (look: BoardLook) => void {
  const navigate = useNavigate({ from: paths.board });
  return useCallback(
    (look) =>
      void navigate({ to: paths.board, params: { processId }, search: ({ view }) => ({ ...look, ...(view !== undefined && { view }) }), replace: true }),
    [navigate, processId],
  );
}
