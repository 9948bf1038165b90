/** What an event says, in one sentence. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { outcomesQuery } from '@/api/agenda';
import type { TimelineEvent } from '@/api/belongings';
import { roleLabel } from '@/api/contactRoles';
import { useFields } from '@/api/fields';
import { activitiesIn, activityName, namesIn } from '@/api/following';
import { serverWords } from '@/api/letters';
import { useFormats } from '@/lib/formats';

const kinds = {
  'opportunity.created': 'created',
  'opportunity.moved': 'moved',
  'opportunity.reopened': 'reopened',
  'opportunity.corrected': 'corrected',
  'opportunity.move_undone': 'undone',
  'opportunity.edited': 'edited',
  'opportunity.category_followed': 'followed',
  'opportunity.assigned': 'assigned',
  'opportunity.deleted': 'deleted',
  'opportunity.restored': 'restored',
  'opportunity.contact_linked': 'linked',
  'opportunity.contact_unlinked': 'unlinked',
  'opportunity.team_member_added': 'joined',
  'opportunity.team_member_removed': 'left',
  'criterion.confirmed': 'confirmed',
  'criterion.withdrawn': 'withdrawn',
  'note.added': 'noteAdded',
  'note.changed': 'noteChanged',
  'note.removed': 'noteRemoved',
  'note.restored': 'noteRestored',
  'file.added': 'fileAdded',
  'file.removed': 'fileRemoved',
  'file.restored': 'fileRestored',
  'process.changed': 'processChanged',
  'actions.begun': 'actionsBegun',
  'actions.withdrawn': 'actionsWithdrawn',
  'action.added': 'actionAdded',
  'action.changed': 'actionChanged',
  'action.deleted': 'actionDeleted',
  'action.completed': 'actionCompleted',
  'action.reopened': 'actionReopened',
  'activity.booked': 'activityBooked',
  'activity.done': 'activityDone',
  'activity.outcome_recorded': 'outcomeRecorded',
  'activity.cancelled': 'activityCancelled',
  'activity.reactivated': 'activityReactivated',
  'activity.changed': 'activityChanged',
  'activity.deleted': 'activityDeleted',
  'letter.written': 'letterWritten',
  'message.queued': 'messageQueued',
  'message.sent': 'messageSent',
  'message.failed': 'messageFailed',
  'message.uncertain': 'messageUncertain',
  'message.bounced': 'messageBounced',
  'message.dropped': 'messageDropped',
  'gathering.contact_invited': 'invited',
  'opportunity.advance_held': 'advanceHeld',
  'opportunity.advance_suggested': 'advanceSuggested',
  'opportunity.deal_role_given': 'roleGiven',
  'opportunity.deal_role_taken_back': 'roleTakenBack',
} as const;

function isKnown(kind: string): kind is keyof typeof kinds {
  return kind in kinds;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function useEventWords(currency: string): (event: TimelineEvent) => string {
  const { t, i18n } = useTranslation();
  const describe = useFields(currency);
  const formats = useFormats();
  const { data: outcomes } = useQuery(outcomesQuery);
  return ({ kind, actor, move, fields, file, person, facts }) => {
    if (!isKnown(kind)) return t('timeline.told.other', { who: actor.name });
    const names = fields.map(({ field }) => describe(field).label);
    const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
    const outcome = outcomes?.find(({ code }) => code === facts.outcome)?.label ?? text(facts.outcome);
    return t(`timeline.told.${kinds[kind]}`, {
      who: actor.name,
      from: move?.from_stage_name ?? '',
      to: kind === 'opportunity.assigned' ? text(fields.find(({ field }) => field === 'owner_id')?.after) : (move?.to_stage_name ?? ''),
      fields: list.format(names),
      file: file?.name ?? 'undefined',
      person: person?.name ?? '',
      role: text(facts.deal_role) || roleLabel(t, text(facts.contact_role)),
      criterion: text(facts.criterion_name),
      process: text(facts.name),
      actions: list.format(namesIn(facts.actions)),
      activities: list.format(activitiesIn(facts).map((activity) => activityName(t, formats, activity))),
      letter: text(facts.template_name),
      delivery: text(facts.delivery) || 'undefined',
      gathering: text(facts.gathering_name),
      why: serverWords(text(facts.trouble)),
      // A select in the catalogue needs a word even where there is none.
      outcome: outcome || 'undefined',
      stage: text(facts.stage_name) || 'undefined',
      missing: list.format(Array.isArray(facts.missing) ? facts.missing.filter((name) => typeof name === 'string') : []),
    });
  };
}
