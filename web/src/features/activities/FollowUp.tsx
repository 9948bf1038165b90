/** The further activity that an outcome asks for, with what the one before says; nobody has to book it. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { activityQuery, bookActivity, type Activity } from '@/api/agenda';
import { useAsked } from '@/api/useAsked';
import { announce } from '@/lib/announcing';
import { addDays } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { followedUp } from '@/lib/lookingAt';
import { Button, Modal } from '@/ui/controls';
import { ActivityForm } from './ActivityForm';
import { valuesOf } from './activityValues';

function close() {
  followedUp.set(null);
}

function Form({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const act = useAsked(bookActivity, (_booked, { said }) => {
    announce(t('booking.done', { name: said.subject ?? '' }));
    close();
  });
  return (
    <ActivityForm
      initial={() => ({ ...valuesOf(activity, formats.zone, formats.today()), day: addDays(formats.today(), 7), remarks: '' })}
      asked={act}
      save={t('booking.book')}
      onSave={(said) => act.mutate({ opportunityId: activity.opportunity_id, said: { ...said, contact_id: activity.contact?.id ?? null } })}
      acts={<Button variant="default" onClick={close}>{t('booking.notNow')}</Button>}
    />
  );
}

export function FollowUp({ activityId }: { activityId: number }) {
  const { t } = useTranslation();
  const { data: activity } = useQuery(activityQuery(activityId));
  if (activity === undefined) return null;
  return (
    <Modal opened onClose={close} title={t('booking.followUp', { name: activity.subject })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <Form activity={activity} />
    </Modal>
  );
}
