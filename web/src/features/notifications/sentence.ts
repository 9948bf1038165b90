/** A notification as one sentence: from its kind and its facts, with the kind itself where we know no words yet. */
import type { TFunction } from 'i18next';
import type { Notification } from '@/api/types';

const kinds = ['moved_by_other', 'overridden', 'assigned', 'taken_away', 'added_to_team', 'deleted_by_other', 'batch_finished', 'batch_failed', 'letter_failed', 'letter_uncertain', 'letter_bounced', 'action_assigned', 'activity_added', 'activity_moved', 'activity_cancelled', 'activity_not_booked', 'outcome_told', 'advance_held', 'ready_to_advance', 'ready_to_close', 'reminder', 'invitation_failed', 'invitation_uncertain', 'invitation_bounced'] as const;

function isKnown(kind: string): kind is (typeof kinds)[number] {
  return kinds.some((known) => known === kind);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function amount(value: unknown): number {
  return typeof value === 'number' ? value : 1;
}

function list(value: unknown): string {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string').join(', ') : '';
}

/** What stands in somebody's calendar can be opened there, by those too who do not see the deal. */
export function isOfCalendar({ kind }: Notification): boolean {
  return kind.startsWith('activity_') || kind === 'action_assigned' || kind === 'outcome_told' || kind === 'reminder';
}

export function notificationSentence(t: TFunction, { kind, opportunity, params }: Notification): string {
  const count = amount(params.total ?? params.count);
  const name = text(params.action_name) ?? text(params.subject);
  const note = text(params.note);
  const facts = {
    deal: opportunity?.name ?? text(params.opportunity_name) ?? t('bell.deals', { count }),
    who: text(params.actor_name) ?? t('bell.somebody'),
    stage: text(params.to_stage_name) ?? '',
    to: text(params.to_owner_name) ?? t('bell.somebody'),
    name: name === undefined ? t('bell.private') : t('bell.named', { name }),
    outcome: text(params.outcome) ?? '',
    note: note === undefined ? '' : ` ${t('bell.named', { name: note })}`,
    gaps: list(params.gaps),
    count,
  };
  return isKnown(kind) ? t(`bell.${kind}`, facts) : t('bell.other', facts);
}
