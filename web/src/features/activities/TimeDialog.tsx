/** Another day and time for an activity: what dragging it does, for hands and voices that do not drag. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeActivity, type Activity } from '@/api/agenda';
import { useAsked } from '@/api/useAsked';
import { useFormats } from '@/lib/formats';
import { tellDone } from '@/lib/telling';
import { Button, Modal } from '@/ui/controls';
import { WhenFields } from './ActivityFields';
import { timesOf, valuesOf, whenOf } from './activityValues';
import { Conflicts } from './Conflicts';
import classes from './Activities.module.css';

export function TimeDialog({ activity, onClose }: { activity: Activity; onClose: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { id, version, subject, opportunity_id: opportunityId } = activity;
  const [values, setValues] = useState(() => valuesOf(activity, formats.zone, formats.today()));
  const times = timesOf(values, formats.zone);
  const change = useAsked(changeActivity, () => {
    tellDone(t('calendar.moved', { name: subject, when: times === null ? '' : whenOf(formats, times) }));
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={t('calendar.changeTimeOf', { name: subject })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (times === null) change.setFailure(t('activity.needsTime'));
          else change.mutate({ id, opportunityId, version, said: { category: values.category, ...times } });
        }}
      >
        <WhenFields values={values} onChange={setValues} />
        <Conflicts values={values} except={id} />
        {change.failure !== null && <p className={classes.wrong} role="alert">{change.failure}</p>}
        <div className={classes.acts}>
          <Button type="submit" loading={change.isPending}>{t('page.save')}</Button>
          <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
