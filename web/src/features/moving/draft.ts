/** What a person has filled in on the move sheet, what that settles, and the one request it becomes. */
import type { ActivityInQuestion, Missing, MoveBody } from '@/api/types';
import { asRequest, type FieldValue } from '@/lib/field';

interface Confirmed {
  note: string;
  evidence: string;
}

interface GivenRole {
  contactId: number;
  role: string;
}

export interface Draft {
  fields: Readonly<Record<string, FieldValue>>;
  confirmed: Readonly<Record<string, Confirmed>>;
  roles: Readonly<Record<string, GivenRole>>;
  accepted: Readonly<Record<string, boolean>>;
  /** How many files were attached for an item; they are there already, whatever becomes of the move. */
  attached: Readonly<Record<string, number>>;
  /** Activities that are still open, with whether each is cancelled. */
  activities: Readonly<Record<number, boolean>>;
  reason: string;
  closeReason: string;
  competitor: string;
  isOverriding: boolean;
}

export const emptyDraft: Draft = { fields: {}, confirmed: {}, roles: {}, accepted: {}, attached: {}, activities: {}, reason: '', closeReason: '', competitor: '', isOverriding: false };

export type Standing = 'open' | 'met' | 'accepted';

/** One name per missing item, the same before and after the server has looked again. */
export function itemKey(missing: Missing): string {
  return [missing.stage_id, missing.place, missing.kind, missing.criterion_id ?? missing.field ?? ''].join(':');
}

function isFilled(value: FieldValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

function isMet(missing: Missing, draft: Draft): boolean {
  const key = itemKey(missing);
  switch (missing.kind) {
    case 'field':
      return isFilled(draft.fields[missing.field ?? '']);
    case 'manual':
    case 'approval':
      return draft.confirmed[key] !== undefined;
    case 'related':
      return draft.roles[key] !== undefined || isFilled(draft.fields[missing.field ?? 'contact_id']);
    case 'file':
      return (draft.attached[key] ?? 0) >= Math.max(1, missing.files_lacking);
    case 'reason':
      return draft.reason.trim() !== '';
    case 'close_reason':
      return draft.closeReason !== '';
    case 'competitor':
      return draft.competitor.trim() !== '';
    default:
      return false;
  }
}

/** Where an item stands: information never waits for anybody; soft ones may be accepted, hard ones overridden with a reason. */
export function standing(missing: Missing, draft: Draft): Standing {
  if (isMet(missing, draft)) return 'met';
  if (missing.strength === 'info') return 'accepted';
  if (missing.strength === 'soft' && draft.accepted[itemKey(missing)] === true) return 'accepted';
  const isOverridden = draft.isOverriding && missing.is_overridable && draft.reason.trim() !== '';
  return isOverridden && missing.strength === 'hard' ? 'accepted' : 'open';
}

export function openItems(missing: readonly Missing[], draft: Draft): Missing[] {
  return missing.filter((item) => standing(item, draft) === 'open');
}

function trimmed(text: string): string | undefined {
  const kept = text.trim();
  return kept === '' ? undefined : kept;
}

function confirmations(missing: readonly Missing[], draft: Draft): NonNullable<MoveBody['confirm']> {
  return missing.flatMap((item) => {
    const given = draft.confirmed[itemKey(item)];
    if (given === undefined || item.criterion_id === null) return [];
    const note = trimmed(given.note);
    const evidence = trimmed(given.evidence);
    return [{ criterion_id: item.criterion_id, ...(note !== undefined && { note }), ...(evidence !== undefined && { evidence }) }];
  });
}

/** Those of which nobody has said yet whether they stay. */
export function unanswered(asked: readonly ActivityInQuestion[], draft: Draft): ActivityInQuestion[] {
  return asked.filter(({ id }) => draft.activities[id] === undefined);
}

interface Wanted {
  stageId: number;
  version: number;
  channel: NonNullable<MoveBody['channel']>;
  missing: readonly Missing[];
  asked?: readonly ActivityInQuestion[];
}

export function moveBody(draft: Draft, { stageId, version, channel, missing, asked = [] }: Wanted): MoveBody {
  const reason = trimmed(draft.reason);
  const isReason = missing.some((item) => item.kind === 'reason') || draft.isOverriding;
  const competitor = trimmed(draft.competitor);
  const confirm = confirmations(missing, draft);
  const fields = asRequest(draft.fields);
  const roles = Object.values(draft.roles).map(({ contactId, role }) => ({ contact_id: contactId, contact_role: role }));
  const isAccepting = missing.some((item) => item.strength === 'soft' && standing(item, draft) === 'accepted');
  return {
    stage_id: stageId,
    version,
    channel,
    ...(reason !== undefined && (isReason ? { reason } : { note: reason })),
    acknowledge_gaps: isAccepting,
    override: draft.isOverriding,
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(confirm.length > 0 && { confirm }),
    ...(roles.length > 0 && { contact_roles: roles }),
    ...(draft.closeReason !== '' && { close_reason: draft.closeReason }),
    ...(competitor !== undefined && { competitor }),
    ...(asked.length > 0 && { cancel_activities: asked.map(({ id }) => id).filter((id) => draft.activities[id] === true) }),
  };
}
