/** What is typed in the bulk sheet, and the wish that it makes. */
import type { Wanted } from '@/api/batches';
import type { FieldValue } from '@/lib/field';
import type { BulkAct } from '@/lib/selection';

export interface Draft {
  processId: number | null;
  stageId: number | null;
  reason: string;
  closeReason: string;
  competitor: string;
  owner: { id: number; name: string } | null;
  keepsReader: boolean;
  /** Whether what is to be done goes along to the new owner. */
  handsOver: boolean;
  /** The one answer about open activities of the stages that are left. */
  cancelsActivities: boolean;
  /** Which field is set, and to what. */
  field: string;
  value: FieldValue;
  /** The one tick for all that lacks what is expected. */
  acknowledges: boolean;
}

export const emptyDraft: Draft = {
  processId: null,
  stageId: null,
  reason: '',
  closeReason: '',
  competitor: '',
  owner: null,
  keepsReader: false,
  handsOver: true,
  cancelsActivities: false,
  field: 'next_step',
  value: null,
  acknowledges: false,
};

function stageWish(kind: 'moves' | 'closings', draft: Draft): Wanted | null {
  if (draft.stageId === null) return null;
  const body = {
    stage_id: draft.stageId,
    acknowledge_gaps: draft.acknowledges,
    cancels_activities: draft.cancelsActivities,
    reason: draft.reason.trim() || null,
    close_reason: draft.closeReason || null,
    competitor: draft.competitor.trim() || null,
  };
  return { kind, body };
}

function fieldWish(field: string, value: FieldValue, reason: string): Wanted {
  const custom = field.startsWith('custom.') ? field.replace('custom.', '') : null;
  const fields = custom === null ? { [field]: value } : { custom: { [custom]: value } };
  return { kind: 'edits', body: { fields, reason: reason.trim() || null } };
}

/** Nothing as long as the choice is not made. */
export function wantedOf(act: Exclude<BulkAct, 'export'>, draft: Draft): Wanted | null {
  switch (act) {
    case 'move':
      return stageWish('moves', draft);
    case 'close':
      return stageWish('closings', draft);
    case 'owner':
      return draft.owner === null ? null : { kind: 'assignments', body: { owner_id: draft.owner.id, keep_as_reader: draft.keepsReader, hands_over: draft.handsOver } };
    case 'closeDate':
      return draft.value === null ? null : fieldWish('expected_close_on', draft.value, draft.reason);
    case 'fields':
      return fieldWish(draft.field, draft.value, draft.reason);
  }
}
