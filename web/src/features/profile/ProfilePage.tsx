/** One's own account: what one is called, how the page looks and speaks, the password, what is told, tokens for machines. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '@/api/queries';
import { usePageTitle } from '@/lib/usePageTitle';
import { FeedPart } from './FeedPart';
import { LookPart } from './LookPart';
import { PasswordPart } from './PasswordPart';
import { PersonPart } from './PersonPart';
import { ReminderPart } from './ReminderPart';
import { TokensPart } from './TokensPart';
import { ToldPart } from './ToldPart';
import classes from './Profile.module.css';

export function ProfilePage() {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  usePageTitle(t('profile.title'));
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>{t('profile.title')}</h1>
      <PersonPart session={session} />
      <LookPart session={session} />
      <PasswordPart session={session} />
      <ToldPart />
      <ReminderPart session={session} />
      <FeedPart />
      <TokensPart session={session} />
    </div>
  );
}
