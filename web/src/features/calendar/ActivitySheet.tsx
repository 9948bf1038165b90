/** One activity of the calendar: its details, the action and the deal it is for, and what can be done with it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { activityQuery, bringActivityBack, cancelActivity, completeActivity, outcomesQuery, type Activity } from '@/api/agenda';
import { asProblem } from '@/api/problem';
import { recordQuery } from '@/api/queries';
import { refusalSentence } from '@/api/refusals';
import { useAsked } from '@/api/useAsked';
import { Actions } from '@/features/actions/Actions';
import { OutcomeDialog } from '@/features/actions/OutcomeDialog';
import { useFinished } from '@/features/actions/useFinished';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { lookAtActivities } from '@/lib/lookingAt';
import { paths } from '@/lib/paths';
import { showToast } from '@/lib/toasts';
import { Button, Skeleton } from '@/ui/controls';
import { Sheet } from '@/ui/Sheet';
import { Tag } from '@/ui/Tag';
import { TimeDialog } from './TimeDialog';
import classes from './Calendar.module.css';

interface Props {
  activityId: number;
  onClose: () => void;
}

type Asking = 'outcome' | 'time' | null;

function Facts({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { starts_at: starts, ends_at: ends, on_day: day, opportunity_id: opportunityId, opportunity_name: deal } = activity;
  const when = starts !== null && ends !== null ? t('calendar.fromTo', { from: formats.instant(starts), to: formats.time(new Date(ends)) }) : day && formats.day(day);
  const { data: outcomes } = useQuery(outcomesQuery);
  const others = new Intl.ListFormat(formats.locale, { type: 'conjunction' }).format(activity.participants.map(({ name }) => name));
  const rows = [
    [t('calendar.when'), when],
    [t('calendar.whose'), activity.responsible.name],
    [t('calendar.with'), others],
    [t('activity.place'), activity.location],
    [t('calendar.deal'), deal !== null && opportunityId !== null ? <Link key="deal" to={paths.record} params={{ opportunityId }}>{deal}</Link> : deal],
    [t('calendar.action'), activity.action?.name],
    [t('calendar.contact'), activity.contact?.name],
    [t('calendar.outcome'), outcomes?.find(({ code }) => code === activity.outcome)?.label ?? activity.outcome],
  ] as const;
  return (
    <>
      <p className={classes.tags}>
        <Tag>{t(`activity.types.${activity.type === 'call' || activity.type === 'to_do' || activity.type === 'personal' ? activity.type : 'meeting'}`)}</Tag>
        {activity.category === 'task' && <Tag>{t('calendar.task')}</Tag>}
        {activity.status !== 'active' && <Tag tone={activity.status === 'done' ? 'won' : 'plain'}>{t(activity.status === 'done' ? 'activity.isDone' : 'activity.isCancelled')}</Tag>}
        {activity.is_outcome_pending && <Tag tone="soon">{t('outcome.pending')}</Tag>}
        {activity.is_private && <Tag>{t('calendar.isPrivate')}</Tag>}
      </p>
      <dl className={classes.facts}>
        {rows.map(([name, value]) => Boolean(value) && [<dt key={`${name}-name`}>{name}</dt>, <dd key={name} dir="auto">{value}</dd>])}
      </dl>
      {activity.remarks !== null && <p className={classes.remarks} dir="auto">{activity.remarks}</p>}
      {activity.outcome_note !== null && <p className={classes.remarks} dir="auto">{activity.outcome_note}</p>}
    </>
  );
}

/** The actions of this stage and of earlier ones, to be done from here (PS-42). */
function OtherActions({ opportunityId }: { opportunityId: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const { data: record } = useQuery({ ...recordQuery(opportunityId), enabled: isOpen });
  return (
    <>
      <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{t(isOpen ? 'calendar.hideActions' : 'calendar.showActions')}</Button>
      {isOpen && (
        <div className={classes.others}>
          {record === undefined ? <Skeleton height={120} /> : <Actions record={record} onMove={(stageId) => void navigate({ to: paths.newMove, params: { opportunityId }, search: { to: stageId } })} />}
        </div>
      )}
    </>
  );
}

function say(sentence: string) {
  announce(sentence);
  showToast({ sentence, tone: 'done' });
}

function useActs(activity: Activity | undefined, onAsk: (asking: Asking) => void) {
  const { t } = useTranslation();
  const tell = useFinished();
  const name = activity?.subject ?? '';
  const opportunityId = activity?.opportunity_id ?? null;
  const cancel = useAsked(cancelActivity, () => say(t('activity.cancelled', { name })));
  const back = useAsked(bringActivityBack, () => say(t('calendar.isBack', { name })));
  const complete = useAsked(completeActivity, (finished) => tell(finished, { opportunityId, deal: activity?.opportunity_name ?? '', sentence: t('activity.done', { name }), isChosen: false }));
  const isActive = activity?.status === 'active';
  const asksOutcome = activity?.may_complete === true && (activity.is_outcome_pending || (isActive && activity.is_tracked));
  const finish = () => {
    if (asksOutcome) onAsk('outcome');
    else if (activity?.may_complete === true && isActive) complete.mutate({ id: activity.id, opportunityId, said: { acknowledge_gaps: false } });
  };
  return { cancel, back, complete, isActive, asksOutcome, finish, failure: cancel.failure ?? back.failure ?? complete.failure };
}

function Foot({ activity, acts, onAsk }: { activity: Activity; acts: ReturnType<typeof useActs>; onAsk: (asking: Asking) => void }) {
  const { t } = useTranslation();
  const { id, opportunity_id: opportunityId, may_change: mayChange, may_complete: mayComplete } = activity;
  const { isActive, asksOutcome, finish, complete, cancel, back } = acts;
  return (
    <>
      {(asksOutcome || (isActive && mayComplete)) && <Button loading={complete.isPending} onClick={finish}>{t(asksOutcome ? 'outcome.record' : 'activity.markDone')}</Button>}
      {isActive && mayChange && (
        <>
          <Button variant="default" onClick={() => onAsk('time')}>{t('calendar.changeTime')}</Button>
          <Button variant="default" onClick={() => lookAtActivities([id])}>{t('calendar.change')}</Button>
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ id, opportunityId })}>{t('calendar.cancel')}</Button>
        </>
      )}
      {!isActive && mayChange && <Button variant="default" loading={back.isPending} onClick={() => back.mutate({ id, opportunityId })}>{t('booking.back')}</Button>}
    </>
  );
}

export function ActivitySheet({ activityId, onClose }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Asking>(null);
  const { data: activity, error } = useQuery(activityQuery(activityId));
  const acts = useActs(activity, setAsking);
  const goOn = () => setAsking(null);
  return (
    <>
      <Sheet title={activity?.subject ?? t('activity.title')} closeLabel={t('page.close')} onClose={onClose} onCommandEnter={acts.finish} foot={activity && <Foot activity={activity} acts={acts} onAsk={setAsking} />}>
        {error !== null && <p className={classes.wrong} role="alert">{refusalSentence(asProblem(error))}</p>}
        {activity === undefined && error === null && <Skeleton height={200} />}
        {activity !== undefined && <Facts activity={activity} />}
        {acts.failure !== null && <p className={classes.wrong} role="alert">{acts.failure}</p>}
        {activity !== undefined && activity.opportunity_id !== null && <OtherActions opportunityId={activity.opportunity_id} />}
      </Sheet>
      {asking === 'outcome' && <OutcomeDialog activityId={activityId} onClose={goOn} />}
      {asking === 'time' && activity !== undefined && <TimeDialog activity={activity} onClose={goOn} />}
    </>
  );
}
