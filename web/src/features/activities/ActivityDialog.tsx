/** One activity, or several after a move that booked them: looked at, changed, done, cancelled or brought back. Closing it keeps it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { activityQuery, changeActivity, outcomesQuery, type Activity } from '@/api/agenda';
import { asProblem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { useAsked } from '@/api/useAsked';
import { useFormats } from '@/lib/formats';
import { lookAtActivities } from '@/lib/lookingAt';
import { tellDone } from '@/lib/telling';
import { Button, Modal, Skeleton } from '@/ui/controls';
import { Tag } from '@/ui/Tag';
import { ActivityForm } from './ActivityForm';
import { valuesOf } from './activityValues';
import { OutcomeDialog } from './OutcomeDialog';
import { useActivityActs } from './useActivityActs';
import classes from './Activities.module.css';

interface Props {
  activity: Activity;
  onClose: () => void;
  onOutcome: () => void;
}

function Changing({ activity, onClose, onOutcome }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { id, version, opportunity_id: opportunityId } = activity;
  const acts = useActivityActs(activity, { onOutcome, onDone: onClose });
  const change = useAsked(changeActivity, (_changed, { said }) => {
    tellDone(t('activity.saved', { name: said.subject ?? '' }));
    onClose();
  });
  return (
    <ActivityForm
      initial={() => valuesOf(activity, formats.zone, formats.today())}
      except={id}
      asked={{ ...change, failure: change.failure ?? acts.failure }}
      save={t('page.save')}
      onSave={(said) => change.mutate({ id, opportunityId, version, said })}
      acts={
        <>
          {acts.mayFinish && <Button variant="default" loading={acts.isFinishing} onClick={acts.finish}>{t(acts.asksOutcome ? 'outcome.record' : 'activity.markDone')}</Button>}
          <Button variant="default" loading={acts.isCancelling} onClick={acts.cancel}>{t('activity.cancel')}</Button>
        </>
      }
    />
  );
}

function Looking({ activity, onClose, onOutcome }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: outcomes } = useQuery(outcomesQuery);
  const acts = useActivityActs(activity, { onOutcome, onDone: onClose });
  const begins = activity.starts_at === null ? activity.on_day && formats.day(activity.on_day) : formats.instant(activity.starts_at);
  const outcome = outcomes?.find(({ code }) => code === activity.outcome)?.label ?? activity.outcome;
  const facts = [begins, activity.location, activity.responsible.name, activity.contact?.name].filter(Boolean).join(' · ');
  return (
    <>
      <p>{facts}</p>
      <p className={classes.tags}>
        {!acts.isActive && <Tag tone={activity.status === 'done' ? 'won' : 'plain'}>{t(activity.status === 'done' ? 'activity.isDone' : 'activity.isCancelled')}</Tag>}
        {activity.is_outcome_pending && <Tag tone="soon">{t('outcome.pending')}</Tag>}
        {outcome !== null && <Tag>{outcome}</Tag>}
      </p>
      {activity.remarks !== null && <p dir="auto">{activity.remarks}</p>}
      {acts.failure !== null && <p className={classes.wrong} role="alert">{acts.failure}</p>}
      <div className={classes.acts}>
        {acts.asksOutcome && <Button onClick={acts.finish}>{t('outcome.record')}</Button>}
        {activity.may_change && !acts.isActive && <Button variant="default" loading={acts.isComingBack} onClick={acts.bringBack}>{t('booking.back')}</Button>}
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
