/** The deal team: the owner and who else works on it, with the part and the access of each in words. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { removeMember } from '@/api/acts';
import { teamRoleLabel } from '@/api/teamRoles';
import type { OpportunityRecord, TeamMember } from '@/api/types';
import { useAct } from '@/api/useAct';
import { Avatar } from '@/ui/Avatar';
import { ActionIcon } from '@/ui/controls';
import { IconPencil, IconPlus, IconX } from '@/ui/icons';
import { MemberForm } from './MemberForm';
import classes from './Side.module.css';

function useAccessWords(record: OpportunityRecord) {
  const { t, i18n } = useTranslation();
  return ({ team_role: role, access, stage_ids: stageIds }: TeamMember): string => {
    const names = (stageIds ?? []).map((id) => record.path.find(({ stage }) => stage.id === id)?.stage.name ?? '').filter(Boolean);
    const stages = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(names);
    const kind = access === 'edit' && stageIds !== null ? 'some' : access;
    return [teamRoleLabel(t, role), t(`team.access.${kind === 'some' || kind === 'edit' ? kind : 'read'}`, { stages })].join(', ');
  };
}

export function Team({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const words = useAccessWords(record);
  const [changing, setChanging] = useState<number | 'new' | null>(null);
  const remove = useAct(removeMember);
  const others = record.team.filter(({ user }) => user.id !== record.owner.id);
  const mayChange = record.may.edit_team && record.deleted_at === null;
  const close = () => setChanging(null);
  return (
    <section className={classes.block} aria-labelledby="team">
      <h2 id="team">
        {t('record.team')}
        {mayChange && (
          <ActionIcon variant="subtle" size={24} aria-label={t('team.add')} onClick={() => setChanging('new')}>
            <IconPlus size={15} aria-hidden />
          </ActionIcon>
        )}
      </h2>
      <ul className={classes.people}>
        <li className={classes.person}>
          <Avatar person={record.owner} />
          <bdi>{record.owner.name}</bdi>
          <span className={classes.role}>{t('record.owner')}</span>
        </li>
        {others.map((member) => (
          <li key={member.user.id} className={classes.person}>
            <Avatar person={member.user} />
            <span className={classes.who}>
              <bdi>{member.user.name}</bdi>
              <span className={classes.role}>{words(member)}</span>
            </span>
            {mayChange && (
              <span className={classes.tools}>
                <ActionIcon variant="subtle" size={24} aria-label={t('team.change', { name: member.user.name })} onClick={() => setChanging(member.user.id)}>
                  <IconPencil size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon variant="subtle" size={24} aria-label={t('record.removeContact', { name: member.user.name })} onClick={() => remove.mutate({ id: record.id, userId: member.user.id })}>
                  <IconX size={14} aria-hidden />
                </ActionIcon>
              </span>
            )}
            {changing === member.user.id && <MemberForm record={record} member={member} onClose={close} />}
          </li>
        ))}
      </ul>
      {changing === 'new' && <MemberForm record={record} member={null} onClose={close} />}
    </section>
  );
}
