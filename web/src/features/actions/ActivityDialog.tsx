/** One activity, or several after a move that booked them: looked at, changed, done, cancelled or brought back. Closing it keeps it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { activityQuery, bringActivityBack, cancelActivity, changeActivity, completeActivity, outcomesQuery, type Activity } from '@/api/agenda';
import { asProblem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { useAsked } from '@/api/useAsked';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { lookAtActivities } from '@/lib/lookingAt';
import { showToast } from '@/lib/toasts';
import { Button, Modal, Skeleton } from '@/ui/controls';
import { Tag } from '@/ui/Tag';
import { ActivityFields } from './ActivityFields';
import { saidOf, timesOf, valuesOf } from './activityValues';
import { Conflicts } from './Conflicts';
import { OutcomeDialog } from './OutcomeDialog';
import { useFinished } from './useFinished';
import classes from './Actions.module.css';

interface Props {
  activity: Activity;
  onClose: () => void;
  onOutcome: () => void;
}

function Changing({ activity, onClose, onOutcome }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const tell = useFinished();
  const { id, version, opportunity_id: opportunityId } = activity;
  const [values, setValues] = useState(() => valuesOf(activity, formats.zone, formats.today()));
  const told = (sentence: string) => () => {
    announce(sentence);
    showToast({ sentence, tone: 'done' });
    onClose();
  };
  const change = useAsked(changeActivity, told(t('activity.saved', { name: values.subject })));
  const cancel = useAsked(cancelActivity, told(t('activity.cancelled', { name: activity.subject })));
  const complete = useAsked(completeActivity, (finished) => {
    tell(finished, { opportunityId, deal: activity.opportunity_name ?? '', sentence: t('activity.done', { name: activity.subject }), isChosen: false });
    onClose();
  });
  const save = () => {
    const times = timesOf(values, formats.zone);
    if (values.subject.trim() === '') change.setFailure(t('activity.needsSubject'));
    else if (times === null) change.setFailure(t('activity.needsTime'));
    else change.mutate({ id, opportunityId, version, said: saidOf(values, times) });
  };
  const finish = () => (activity.is_tracked ? onOutcome() : complete.mutate({ id, opportunityId, said: { acknowledge_gaps: false } }));
  const failure = change.failure ?? cancel.failure ?? complete.failure;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <ActivityFields values={values} onChange={setValues} />
      <Conflicts values={values} except={id} />
      {failure !== null && <p className={classes.wrong} role="alert">{failure}</p>}
      <div className={classes.acts}>
        <Button type="submit" loading={change.isPending}>{t('page.save')}</Button>
        {activity.may_complete && <Button variant="default" loading={complete.isPending} onClick={finish}>{t(activity.is_tracked ? 'outcome.record' : 'activity.markDone')}</Button>}
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ id, opportunityId })}>{t('activity.cancel')}</Button>
      </div>
    </form>
  );
}

function Looking({ activity, onClose, onOutcome }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: outcomes } = useQuery(outcomesQuery);
  const back = useAsked(bringActivityBack, onClose);
  const begins = activity.starts_at === null ? activity.on_day && formats.day(activity.on_day) : formats.instant(activity.starts_at);
  const outcome = outcomes?.find(({ code }) => code === activity.outcome)?.label ?? activity.outcome;
  const asksOutcome = activity.may_complete && (activity.is_outcome_pending || (activity.status === 'active' && activity.is_tracked));
  const facts = [begins, activity.location, activity.responsible.name, activity.contact?.name].filter(Boolean).join(' · ');
  return (
    <>
      <p>{facts}</p>
      <p className={classes.tags}>
        {activity.status !== 'active' && <Tag tone={activity.status === 'done' ? 'won' : 'plain'}>{t(activity.status === 'done' ? 'activity.isDone' : 'activity.isCancelled')}</Tag>}
        {activity.is_outcome_pending && <Tag tone="soon">{t('outcome.pending')}</Tag>}
        {outcome !== null && <Tag>{outcome}</Tag>}
      </p>
      {activity.remarks !== null && <p dir="auto">{activity.remarks}</p>}
      {back.failure !== null && <p className={classes.wrong} role="alert">{back.failure}</p>}
      <div className={classes.acts}>
        {asksOutcome && <Button onClick={onOutcome}>{t('outcome.record')}</Button>}
        {activity.may_change && activity.status !== 'active' && (
          <Button variant="default" loading={back.isPending} onClick={() => back.mutate({ id: activity.id, opportunityId: activity.opportunity_id })}>{t('booking.back')}</Button>
        )}
        <Button variant="default" onClick={onClose}>{t('page.close')}</Button>
      </div>
    </>
  );
}

function close() {
  lookAtActivities([]);
}

export function ActivityDialog({ ids }: { ids: readonly number[] }) {
  const { t } = useTranslation();
  const [id = 0, ...others] = ids;
  const [isSaying, setSaying] = useState(false);
  const { data: activity, error } = useQuery(activityQuery(id));
  const goOn = () => {
    setSaying(false);
    lookAtActivities(others);
  };
  if (isSaying) return <OutcomeDialog activityId={id} onClose={goOn} />;
  const isOpen = activity?.status === 'active' && activity.may_change;
  return (
    <Modal opened onClose={close} title={activity?.subject ?? t('activity.title')} closeButtonProps={{ 'aria-label': t('page.close') }}>
      {activity !== undefined && activity.opportunity_name !== null && <p className={classes.hint}>{[activity.opportunity_name, activity.action?.name].filter(Boolean).join(' · ')}</p>}
      {others.length > 0 && <p className={classes.hint}>{t('activity.more', { count: others.length })}</p>}
      {error !== null && <p className={classes.wrong} role="alert">{refusalSentence(asProblem(error))}</p>}
      {activity === undefined && error === null && <Skeleton height={280} />}
      {activity !== undefined && isOpen && <Changing key={id} activity={activity} onClose={goOn} onOutcome={() => setSaying(true)} />}
      {activity !== undefined && !isOpen && <Looking activity={activity} onClose={goOn} onOutcome={() => setSaying(true)} />}
    </Modal>
  );
}
