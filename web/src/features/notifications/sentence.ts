/** A notification as one sentence: from its kind and its facts, with the kind itself where we know no words yet. */
import type { TFunction } from 'i18next';
import type { Notification } from '@/api/types';

const kinds = ['moved_by_other', 'overridden', 'assigned'] as const;

function isKnown(kind: string): kind is (typeof kinds)[number] {
  return kinds.some((known) => known === kind);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function notificationSentence(t: TFunction, { kind, opportunity, params }: Notification): string {
  const facts = {
    deal: opportunity?.name ?? '',
    who: text(params.actor_name),
    from: text(params.from_stage_name),
    stage: text(params.to_stage_name),
    count: typeof params.count === 'number' ? params.count : 0,
  };
  return isKnown(kind) ? t(`bell.${kind}`, facts) : t('bell.other', facts);
}
