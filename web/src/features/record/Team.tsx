/** The deal team: the owner and who else works on it. */
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import classes from './Side.module.css';

export function Team({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const others = record.team.filter(({ user }) => user.id !== record.owner.id);
  return (
    <section className={classes.block}>
      <h2>{t('record.team')}</h2>
      <ul className={classes.people}>
        <li className={classes.person}>
          <Avatar person={record.owner} />
          <bdi>{record.owner.name}</bdi>
          <span className={classes.role}>{t('record.owner')}</span>
        </li>
        {others.map(({ user, team_role: role }) => (
          <li key={user.id} className={classes.person}>
            <Avatar person={user} />
            <bdi>{user.name}</bdi>
            <span className={classes.role}>{role}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
