/** Moving a deal, from wherever: the card moves at once, comes back on refusal, and can be taken back. */
import type { QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { announce } from '@/lib/announcing';
import { commandKey } from '@/lib/keyboard';
import { closeToast, showToast } from '@/lib/toasts';
import { forgetUndo, rememberUndo } from '@/lib/undoing';
import { moveOpportunity, undoMove, type Move } from './acts';
import { moveCard, placeBelow } from './boardOrder';
import { keys } from './keys';
import type { Problem } from './problem';
import type { Board, Changed } from './types';
import { useAct } from './useAct';

/** Changes every board of the process that is kept, whatever it shows; the answer puts all back. */
export function guessBoards(queries: QueryClient, processId: number, change: (board: Board) => Board): () => void {
  const kept = queries.getQueriesData<Board>({ queryKey: keys.board(processId) });
  for (const [key, board] of kept) if (board !== undefined) queries.setQueryData(key, change(board));
  return () => {
    for (const [key, board] of kept) queries.setQueryData(key, board);
  };
}

function guessMove(queries: QueryClient, move: Move): () => void {
  return guessBoards(queries, move.processId, (board) => moveCard(board, move.id, move.body.stage_id, move.index ?? placeBelow(board, move.body.stage_id, move.body.after_id)));
}

function forget(moveId: number): void {
  const forgotten = forgetUndo(`move/${moveId}`);
  if (forgotten?.toast !== undefined) closeToast(forgotten.toast);
}

export function useUndo() {
  return useAct(undoMove, {
    done: (_moved, { moveId, name }) => {
      forget(moveId);
      const sentence = i18next.t('move.undone', { name });
      showToast({ sentence, tone: 'done' });
      announce(sentence);
    },
    refused: (_problem, { moveId }) => {
      forget(moveId);
      return false;
    },
  });
}

interface Around {
  done?: (moved: Changed) => void;
  refused?: (problem: Problem, move: Move) => boolean;
}

export function useMove(stageName: (stageId: number) => string, around: Around = {}) {
  const undo = useUndo();
  return useAct(moveOpportunity, {
    guess: guessMove,
    ...(around.refused !== undefined && { refused: around.refused }),
    done: (moved, { id, name }) => {
      around.done?.(moved);
      if (moved.result === 'no_change') return;
      const sentence = i18next.t('move.moved', { name, stage: stageName(moved.stage_id) });
      announce(sentence);
      const { move_id: moveId, undo_until: until } = moved;
      if (moveId === null || until === null) {
        showToast({ sentence, tone: 'done' });
        return;
      }
      const takeBack = () => undo.mutate({ id, moveId, name });
      const toast = showToast({ sentence, tone: 'done', act: { label: i18next.t('move.undo'), keys: `${commandKey} Z`, run: takeBack } });
      rememberUndo({ id: `move/${moveId}`, until, toast, undo: takeBack });
    },
  });
}

