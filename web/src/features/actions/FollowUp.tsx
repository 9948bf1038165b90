/** The further activity that an outcome asks for, with what the one before says; nobody has to book it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { activityQuery, bookActivity, type Activity } from '@/api/agenda';
import { useAsked } from '@/api/useAsked';
import { announce } from '@/lib/announcing';
import { addDays } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { followedUp } from '@/lib/lookingAt';
import { Button, Modal } from '@/ui/controls';
import { ActivityFields } from './ActivityFields';
import { saidOf, timesOf, valuesOf } from './activityValues';
import { Conflicts } from './Conflicts';
import classes from './Actions.module.css';

function close() {
  followedUp.set(null);
}

function Form({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [values, setValues] = useState(() => ({ ...valuesOf(activity, formats.zone, formats.today()), day: addDays(formats.today(), 7), remarks: '' }));
  const act = useAsked(bookActivity, () => {
    announce(t('booking.done', { name: values.subject }));
    close();
  });
  const save = () => {
    const times = timesOf(values, formats.zone);
    if (values.subject.trim() === '') act.setFailure(t('activity.needsSubject'));
    else if (times === null) act.setFailure(t('activity.needsTime'));
    else act.mutate({ opportunityId: activity.opportunity_id, said: { ...saidOf(values, times), contact_id: activity.contact?.id ?? null } });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <ActivityFields values={values} onChange={setValues} />
      <Conflicts values={values} except={null} />
      {act.failure !== null && <p className={classes.wrong} role="alert">{act.failure}</p>}
      <div className={classes.acts}>
        <Button type="submit" loading={act.isPending}>{t('booking.book')}</Button>
        <Button variant="default" onClick={close}>{t('booking.notNow')}</Button>
      </div>
    </form>
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
