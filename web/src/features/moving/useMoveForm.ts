/** The move sheet's own state around what is typed into it, and the one request that saves it. */
import { useState } from 'react';
import type { Problem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import type { MoveBody, MoveOption, MoveOptions, OpportunityRecord, Organisation } from '@/api/types';
import { useMove } from '@/api/useMove';
import { announceNow } from '@/lib/announcing';
import { emptyDraft, moveBody } from './draft';
import { useMoveDraft } from './useMoveDraft';

interface Opened {
  record: OpportunityRecord;
  plan: MoveOptions;
  option: MoveOption;
  channel: NonNullable<MoveBody['channel']>;
  afterId: number | undefined;
  scope: string;
  organisation: Organisation;
  onClose: () => void;
}

const gone = new Set(['conflict', 'reopen_required', 'not_allowed', 'not_found', 'stage_unavailable', 'target_invalid', 'read_only']);

export function useMoveForm({ plan, channel, afterId, onClose, ...opened }: Opened) {
  const { record, option } = opened;
  const form = useMoveDraft(opened);
  const [failure, setFailure] = useState<string | null>(null);
  const [isLeaving, setLeaving] = useState(false);

  const refused = (problem: Problem): boolean => {
    if (gone.has(problem.code) || problem.status === 401) {
      onClose();
      return false;
    }
    form.take(problem);
    const sentence = refusalSentence(problem);
    setFailure(sentence);
    announceNow(sentence);
    return true;
  };
  const move = useMove((stageId) => (stageId === option.stage.id ? option.stage.name : ''), { done: onClose, refused });

  const save = () => {
    if (!form.isReady()) return;
    setFailure(null);
    const body = moveBody(form.draft, { stageId: option.stage.id, version: plan.version, channel, missing: form.missing, asked: form.asked });
    move.mutate({ id: record.id, name: record.name, processId: record.process.id, body: { ...body, ...(afterId !== undefined && { after_id: afterId }) } });
  };
  const leave = () => {
    if (form.typed === emptyDraft || isLeaving) onClose();
    else setLeaving(true);
  };
  return { ...form, failure, isSaving: move.isPending, isLeaving, stay: () => setLeaving(false), drop: onClose, save, leave };
}

export type MoveFormState = ReturnType<typeof useMoveForm>;
