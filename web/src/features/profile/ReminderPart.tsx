/** Whether one is reminded by mail as well; it acts at once. */
import { useTranslation } from 'react-i18next';
import type { Session } from '@/api/types';
import { useProfile } from '@/api/useProfile';
import { Switch } from '@/ui/controls';
import { Part } from './Part';

export function ReminderPart({ session: { user } }: { session: Session }) {
  const { t } = useTranslation();
  const { mutate } = useProfile();
  return (
    <Part title={t('profile.reminders')} help={t('profile.remindersHelp')}>
      <Switch
        label={t('profile.remindersByMail')}
        description={t('profile.remindersByMailHelp')}
        checked={user.preferences.reminders_by_mail}
        onChange={(event) => mutate({ preferences: { reminders_by_mail: event.currentTarget.checked } })}
      />
    </Part>
  );
}
