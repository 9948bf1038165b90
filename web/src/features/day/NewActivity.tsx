/** Putting something of one's own into the calendar, for no deal. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bookActivity } from '@/api/agenda';
import { useAsked } from '@/api/useAsked';
import { ActivityFields } from '@/features/actions/ActivityFields';
import { saidOf, timesOf, valuesOf } from '@/features/actions/activityValues';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { Button, Modal } from '@/ui/controls';
import classes from './Day.module.css';

export function NewActivity({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [values, setValues] = useState(() => valuesOf({ category: 'task', type: 'to_do' }, formats.zone, formats.today()));
  const act = useAsked(bookActivity, () => {
    announce(t('booking.done', { name: values.subject }));
    onClose();
  });
  const save = () => {
    const times = timesOf(values, formats.zone);
    if (values.subject.trim() === '') act.setFailure(t('activity.needsSubject'));
    else if (times === null) act.setFailure(t('activity.needsTime'));
    else act.mutate({ opportunityId: null, said: saidOf(values, times) });
  };
  return (
    <Modal opened onClose={onClose} title={t('day.newActivity')} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <ActivityFields values={values} onChange={setValues} />
        {act.failure !== null && <p className={classes.wrong} role="alert">{act.failure}</p>}
        <div className={classes.foot}>
          <Button type="submit" loading={act.isPending}>{t('booking.book')}</Button>
          <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
