/** What closing asks for beyond what the plan lists: a competitor, once the chosen reason wants one. */
import type { Missing, Organisation, Reason, StageRef } from '@/api/types';
import type { Draft } from './draft';

export function reasonsFor(type: StageRef['type'], { reasons }: Organisation): readonly Reason[] {
  if (type === 'open') return [];
  return reasons[type].filter((reason) => reason.is_active);
}

export function needsCompetitor(type: StageRef['type'], closeReason: string, organisation: Organisation): boolean {
  return reasonsFor(type, organisation).some((reason) => reason.code === closeReason && reason.needs_competitor);
}

export function withCompetitor(missing: readonly Missing[], draft: Draft, stage: StageRef, organisation: Organisation): readonly Missing[] {
  const isAsked = needsCompetitor(stage.type, draft.closeReason, organisation);
  const others = missing.filter((item) => item.kind !== 'competitor');
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
    is_overridable: false,
    is_buyer_verified: false,
    is_evidence_required: false,
    may_confirm: true,
  };
  return [...others, missing.find((item) => item.kind === 'competitor') ?? asked];
}
