/** Where the deal goes with an outcome, and what was said of what that asks for. */
import type { Completion } from '@/api/agenda';
import { isOpenItem } from '@/api/moveHints';
import type { ActivityInQuestion, MoveOption } from '@/api/types';

export interface LinkedStage {
  /** Nothing: it stays where it is. */
  stageId: number | null;
  isAccepted: boolean;
  reason: string;
  cancelled: Readonly<Record<number, boolean>>;
}

export const staysWhereItIs: LinkedStage = { stageId: null, isAccepted: false, reason: '', cancelled: {} };

function namesOf({ missing }: MoveOption, strength: 'hard' | 'soft'): string[] {
  return missing.filter((item) => item.strength === strength && (isOpenItem(item) || item.kind === 'close_reason')).map(({ name }) => name);
}

/** What holds the move back whatever is said here. */
export function requiredNames(option: MoveOption): string[] {
  return namesOf(option, 'hard');
}

export function expectedNames(option: MoveOption): string[] {
  return namesOf(option, 'soft');
}

export function wantsReason({ missing }: MoveOption): boolean {
  return missing.some(({ kind }) => kind === 'reason');
}

/** Open activities that the move asks about, but for the one that is done with it. */
export function askedBeside({ following }: MoveOption, activityId: number): ActivityInQuestion[] {
  return following.asked.filter(({ id }) => id !== activityId);
}

export function stageSaid({ stageId, isAccepted, reason, cancelled }: LinkedStage): Omit<Completion, 'channel' | 'outcome'> {
  const answers = Object.entries(cancelled);
  return {
    stage_id: stageId,
    acknowledge_gaps: isAccepted,
    ...(reason.trim() !== '' && { reason: reason.trim() }),
    ...(answers.length > 0 && { cancel_activities: answers.filter(([, isCancelled]) => isCancelled).map(([id]) => Number(id)) }),
  };
}
