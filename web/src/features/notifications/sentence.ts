/** A notification as one sentence: from its kind and its facts, with the kind itself where we know no words yet. */
import type { TFunction } from 'i18next';
import type { Notification } from '@/api/types';

const kinds = ['moved_by_other', 'overridden', 'assigned', 'taken_away', 'added_to_team', 'deleted_by_other', 'batch_finished', 'batch_failed', 'letter_failed', 'letter_uncertain'] as const;

function isKnown(kind: string): kind is (typeof kinds)[number] {
  return kinds.some((known) => known === kind);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function amount(value: unknown): number {
  return typeof value === 'number' ? value : 1;
}

export function notificationSentence(t: TFunction, { kind, opportunity, params }: Notification): string {
  const count = amount(params.total ?? params.count);
  const facts = {
    deal: opportunity?.name ?? text(params.opportunity_name) ?? t('bell.deals', { count }),
    who: text(params.actor_name) ?? t('bell.somebody'),
    stage: text(params.to_stage_name) ?? '',
    to: text(params.to_owner_name) ?? t('bell.somebody'),
    count,
  };
  return isKnown(kind) ? t(`bell.${kind}`, facts) : t('bell.other', facts);
}
