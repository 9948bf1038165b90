/** A card as one spoken sentence, with its state words. */
import type { TFunction } from 'i18next';
import { nextStepOf } from '@/api/nextStep';
import type { Card, Column } from '@/api/types';
import { dueState } from '@/lib/days';
import type { Formats } from '@/lib/formats';

// The next step speaks for itself.
const spokenAlready = new Set(['no_next_step', 'next_step_past']);

function nextStep(t: TFunction, formats: Formats, card: Card): string {
  const next = nextStepOf(t, formats, card);
  if (next === null) return t('card.noNextStep');
  const { what, on } = next;
  const isLate = on !== null && dueState(on, formats.today()) === 'late';
  return t('card.saidNextStep', { what: [what, on === null ? null : formats.day(on)].filter(Boolean).join(' '), late: isLate ? 'yes' : 'no' });
}

export function cardName(t: TFunction, formats: Formats, card: Card, stage: Column['stage']): string {
  const parts = [
    card.name,
    card.account?.name,
    card.amount_minor === null ? t('card.noAmount') : formats.money(card.amount_minor, card.currency),
    nextStep(t, formats, card),
    card.criteria_total > 0 ? t('card.saidCriteria', { met: card.criteria_met, total: card.criteria_total }) : undefined,
    card.actions_total > 0 ? t('card.saidActions', { complete: card.actions_complete, total: card.actions_total }) : undefined,
    t('card.saidDays', { count: card.days_in_stage, stage: stage.name }),
    ...card.watches.filter(({ kind }) => !spokenAlready.has(kind)).map(({ kind }) => t(`watch.short.${kind}`)),
    t('card.owner', { name: card.owner.name }),
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}
