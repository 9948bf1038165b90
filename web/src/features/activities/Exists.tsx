/** An action has its activity already: it is opened, brought back, or another one takes its place. */
import { useTranslation } from 'react-i18next';
import { bringActivityBack, type LinkedActivity } from '@/api/agenda';
import { activityName } from '@/api/following';
import { useAsked } from '@/api/useAsked';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import classes from './Activities.module.css';

interface Props {
  activity: LinkedActivity;
  opportunityId: number;
  onOpen: () => void;
  onReplace: () => void;
  onClose: () => void;
}

export function Exists({ activity, opportunityId, onOpen, onReplace, onClose }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const back = useAsked(bringActivityBack, onClose);
  const isCancelled = activity.status === 'cancelled';
  const name = activityName(t, formats, { subject: activity.subject, begins: activity.starts_at ?? activity.on_day });
  return (
    <>
      <p>{t(isCancelled ? 'booking.cancelled' : 'booking.exists', { name })}</p>
      {back.failure !== null && <p className={classes.wrong} role="alert">{back.failure}</p>}
      <div className={classes.acts}>
        {isCancelled && <Button loading={back.isPending} onClick={() => back.mutate({ id: activity.id, opportunityId })}>{t('booking.back')}</Button>}
        {isCancelled && <Button variant="default" onClick={onReplace}>{t('booking.replace')}</Button>}
        <Button variant={isCancelled ? 'default' : 'filled'} onClick={onOpen}>{t('booking.open')}</Button>
      </div>
    </>
  );
}
