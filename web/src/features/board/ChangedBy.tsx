/** The initials of whoever has just changed a card, on its corner. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { userQuery } from '@/api/list';
import { Avatar } from '@/ui/Avatar';
import classes from './DealCard.module.css';

export function ChangedBy({ userId }: { userId: number }) {
  const { t } = useTranslation();
  const { data: person } = useQuery(userQuery(userId));
  if (person === undefined) return null;
  return (
    <span className={classes.by} title={t('card.changedBy', { name: person.name })}>
      <Avatar person={person} />
    </span>
  );
}
