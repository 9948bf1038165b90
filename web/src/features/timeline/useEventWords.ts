/** What an event says, in one sentence. */
import { useTranslation } from 'react-i18next';
import type { TimelineEvent } from '@/api/belongings';
import { roleLabel } from '@/api/contactRoles';
import { useFields } from '@/api/fields';

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
  return ({ kind, actor, move, fields, file, person, facts }) => {
    if (!isKnown(kind)) return t('timeline.told.other', { who: actor.name });
    const names = fields.map(({ field }) => describe(field).label);
    return t(`timeline.told.${kinds[kind]}`, {
      who: actor.name,
      from: move?.from_stage_name ?? '',
      to: kind === 'opportunity.assigned' ? text(fields.find(({ field }) => field === 'owner_id')?.after) : (move?.to_stage_name ?? ''),
      fields: new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(names),
      file: file?.name ?? 'undefined',
      person: person?.name ?? '',
      role: roleLabel(t, text(facts.contact_role)),
      criterion: text(facts.criterion_name),
      process: text(facts.name),
    });
  };
}
