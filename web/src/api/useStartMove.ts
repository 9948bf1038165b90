/** The beginning of every move: ask for the plan, then do it at once, open the sheet, or say why not. */
import { useQueryClient } from '@tanstack/react-query';
import { isOffline } from '@/lib/connection';
import type { MoveBody } from './types';
import { CONFIRMATION } from './following';
import { keys } from './keys';
import { refusalOf } from './moveHints';
import { asProblem, Problem, refusalProblem, UNREACHABLE } from './problem';
import { optionsQuery } from './queries';
import { tellRefusal } from './refusals';
import { useMove } from './useMove';

export interface Deal {
  id: number;
  name: string;
  processId: number;
}

interface Wanted {
  deal: Deal;
  stageId: number;
  channel: NonNullable<MoveBody['channel']>;
  /** Where the card lands in its column, and the card that it then stands below. */
  index?: number;
  afterId?: number | null;
}

/** `open` shows the move sheet and answers when it stands. */
export function useStartMove(stageName: (stageId: number) => string, open: (deal: Deal, stageId: number, afterId?: number | null) => Promise<void>) {
  const queries = useQueryClient();
  const move = useMove(stageName, {
    // Something was booked since the plan was made: the sheet asks what becomes of it.
    refused: ({ code }, { id, name, processId, body }) => {
      if (code !== CONFIRMATION) return false;
      queries.removeQueries({ queryKey: keys.options(id) });
      void open({ id, name, processId }, body.stage_id, body.after_id);
      return true;
    },
  });
  return async ({ deal, stageId, channel, index, afterId }: Wanted): Promise<void> => {
    try {
      if (isOffline()) throw new Problem(0, { code: UNREACHABLE });
      const { version, options } = await queries.fetchQuery(optionsQuery(deal.id));
      const option = options.find(({ stage }) => stage.id === stageId);
      if (option === undefined) throw new Problem(422, { code: 'stage_unavailable', params: { stage: stageName(stageId) } });
      const refusal = refusalOf(option);
      if (refusal !== null) throw refusalProblem(refusal);
      if (option.verdict !== 'free') {
        await open(deal, stageId, afterId);
        return;
      }
      const body = { stage_id: stageId, version, channel, acknowledge_gaps: false, override: false, ...(afterId !== undefined && { after_id: afterId }) };
      await move.mutateAsync({ ...deal, ...(index !== undefined && { index }), body }).catch(() => undefined);
    } catch (error) {
      tellRefusal(asProblem(error));
    }
  };
}
