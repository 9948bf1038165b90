/** Adding somebody to the deal team, or changing what they do there and what they may. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setMember } from '@/api/acts';
import { usePeopleSearch } from '@/api/picking';
import { teamRoleLabel, teamRoles } from '@/api/teamRoles';
import type { OpportunityRecord, TeamMember } from '@/api/types';
import { Button, MultiSelect, Select } from '@/ui/controls';
import { PersonPicker, type Pick } from '@/ui/PersonPicker';
import { useAsked } from '@/api/useAsked';
import classes from './Side.module.css';

interface Props {
  record: OpportunityRecord;
  member: TeamMember | null;
  onClose: () => void;
}

export function MemberForm({ record, member, onClose }: Props) {
  const { t } = useTranslation();
  const { found, search } = usePeopleSearch();
  const [user, setUser] = useState<Pick | null>(member?.user ?? null);
  const [role, setRole] = useState<string | null>(member?.team_role ?? null);
  const [access, setAccess] = useState<'read' | 'edit'>(member?.access === 'edit' ? 'edit' : 'read');
  const [stages, setStages] = useState<string[]>((member?.stage_ids ?? []).map(String));
  const act = useAsked(setMember, onClose);
  const roles: readonly string[] = role === null || teamRoles.some((one) => one === role) ? teamRoles : [role, ...teamRoles];
  const taken = new Set([record.owner.id, ...record.team.map((other) => other.user.id)]);
  const save = () => {
    if (user === null || role === null) {
      act.setFailure(t('team.whoAndWhat'));
      return;
    }
    const stageIds = access === 'edit' && stages.length > 0 ? stages.map(Number) : null;
    act.mutate({ id: record.id, userId: user.id, body: { team_role: role, access, stage_ids: stageIds } });
  };
  return (
    <div className={classes.form}>
      {member === null && (
        <PersonPicker label={t('team.person')} value={user} found={found.filter(({ id }) => !taken.has(id))} nothing={t('picker.nothing')} onSearch={search} onPick={setUser} />
      )}
      <Select label={t('team.role')} data={roles.map((code) => ({ value: code, label: teamRoleLabel(t, code) }))} value={role} onChange={setRole} />
      <Select
        label={t('team.accessLabel')}
        allowDeselect={false}
        data={[
          { value: 'read', label: t('team.access.read') },
          { value: 'edit', label: t('team.access.edit') },
        ]}
        value={access}
        onChange={(next) => setAccess(next === 'edit' ? 'edit' : 'read')}
      />
      {access === 'edit' && (
        <MultiSelect
          label={t('team.stages')}
          description={t('team.stagesHelp')}
          data={record.path.filter(({ stage }) => stage.type === 'open').map(({ stage }) => ({ value: String(stage.id), label: stage.name }))}
          value={stages}
          onChange={setStages}
        />
      )}
      {act.failure !== null && <p className={classes.wrong} role="alert">{act.failure}</p>}
      <div className={classes.buttons}>
        <Button size="compact-sm" loading={act.isPending} onClick={save}>{t('page.save')}</Button>
        <Button size="compact-sm" variant="default" onClick={onClose}>{t('page.cancel')}</Button>
      </div>
    </div>
  );
}
