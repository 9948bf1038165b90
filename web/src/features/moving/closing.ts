/** What closing asks for beyond what the plan lists: a competitor, once the chosen reason wants one. */
import type { Missing, Organisation, Reason, StageRef } from '@/api/types';
import type { Draft } from './draft';

const outcomes = ['won', 'lost', 'disqualified'] as const;

/** How a stage closes a deal; nothing for an open one. */
export function outcomeOf({ type }: StageRef): (typeof outcomes)[number] | undefined {
  return outcomes.find((outcome) => outcome === type);
}

export function reasonsFor(stage: StageRef, { reasons }: Organisation): readonly Reason[] {
  const outcome = outcomeOf(stage);
  return outcome === undefined ? [] : reasons[outcome].filter((reason) => reason.is_active);
}

export function needsCompetitor(stage: StageRef, closeReason: string, organisation: Organisation): boolean {
  return reasonsFor(stage, organisation).some((reason) => reason.code === closeReason && reason.needs_competitor);
}

/** A criterion may ask for what closing asks for anyway; it is answered in the same place. */
function asClosing(item: Missing): Missing {
  return item.kind === 'field' && item.field === 'close_reason' ? { ...item, kind: item.field } : item;
}

export function withCompetitor(missing: readonly Missing[], draft: Draft, stage: StageRef, organisation: Organisation): readonly Missing[] {
  const isAsked = needsCompetitor(stage, draft.closeReason, organisation);
  const listed = missing.map((item) => asClosing(item));
  const others = listed.filter((item) => item.kind !== 'competitor');
  if (!isAsked) return others;
  const asked: Missing = {
    name: '',
    remedy: '',
    kind: 'competitor',
    strength: 'hard',
    place: 'entry',
    stage_id: stage.id,
    stage_name: stage.name,
    criterion_id: null,
    field: 'competitor',
    contact_role: null,
    file_label: null,
    files_lacking: 0,
    is_overridable: false,
    is_buyer_verified: false,
    is_evidence_required: false,
    may_confirm: true,
  };
  return [...others, listed.find((item) => item.kind === 'competitor') ?? asked];
}
