/** Moving a deal, from wherever: the card moves at once, comes back on refusal, and can be taken back. */
import type { QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useFormats } from '@/lib/formats';
import { lookAtActivities } from '@/lib/lookingAt';
import { announce } from '@/lib/announcing';
import { commandKey } from '@/lib/keyboard';
import { tellDone } from '@/lib/telling';
import { closeToast, showToast } from '@/lib/toasts';
import { forgetUndo, rememberUndo } from '@/lib/undoing';
import { moveOpportunity, undoMove, type Move } from './acts';
import { moveCard, placeBelow } from './boardOrder';
import { bookedIn, followingWords } from './following';
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

/** A sentence, and what else happened with it. */
function withMore(sentence: string, more: readonly string[]): string {
  return more.length === 0 ? sentence : [sentence, ...more].map((each) => i18next.t('move.sentence', { each })).join(' ');
}

export function useUndo() {
  const formats = useFormats();
  return useAct(undoMove, {
    done: ({ events }, { moveId, name }) => {
      forget(moveId);
      tellDone(withMore(i18next.t('move.undone', { name }), followingWords(i18next.t, formats, events)));
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
  const formats = useFormats();
  return useAct(moveOpportunity, {
    guess: guessMove,
    ...(around.refused !== undefined && { refused: around.refused }),
    done: (moved, { id, name }) => {
      around.done?.(moved);
      if (moved.result === 'no_change') return;
      const sentence = withMore(i18next.t('move.moved', { name, stage: stageName(moved.stage_id) }), followingWords(i18next.t, formats, moved.events));
      const booked = bookedIn(moved.events).map((activity) => activity.id);
      const look = booked.length > 0 && { look: { label: i18next.t('move.change'), run: () => lookAtActivities(booked) } };
      announce(sentence);
      const { move_id: moveId, undo_until: until } = moved;
      // Of all stages only those in which deals are won are in this category (PS-20).
      const tone = moved.category === 'closed' ? 'won' : 'done';
      if (moveId === null || until === null) {
        showToast({ sentence, tone, ...look });
        return;
      }
      const takeBack = () => undo.mutate({ id, moveId, name });
      const toast = showToast({ sentence, tone, ...look, act: { label: i18next.t('move.undo'), keys: `${commandKey} Z`, run: takeBack } });
      rememberUndo({ id: `move/${moveId}`, until, toast, undo: takeBack });
    },
  });
}

