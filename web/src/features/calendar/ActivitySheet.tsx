/** One activity of the calendar: its details, the action and the deal it is for, and what can be done with it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { activityQuery, outcomesQuery, type Activity } from '@/api/agenda';
import { asProblem } from '@/api/problem';
import { recordQuery } from '@/api/queries';
import { refusalSentence } from '@/api/refusals';
import type { OpportunityRecord } from '@/api/types';
import { OutcomeDialog } from '@/features/activities/OutcomeDialog';
import { TimeDialog } from '@/features/activities/TimeDialog';
import { useActivityActs } from '@/features/activities/useActivityActs';
import { useFormats } from '@/lib/formats';
import { lookAtActivities } from '@/lib/lookingAt';
import { paths } from '@/lib/paths';
import { Button, Skeleton } from '@/ui/controls';
import { Sheet } from '@/ui/Sheet';
import { Tag } from '@/ui/Tag';
import classes from './Calendar.module.css';

interface Props {
  activityId: number;
  /** What its deal is asked to do. */
  Actions: ComponentType<{ record: OpportunityRecord; onMove: (stageId: number) => void }>;
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
function OtherActions({ opportunityId, Actions }: { opportunityId: number } & Pick<Props, 'Actions'>) {
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

function Foot({ activity, acts, onTime }: { activity: Activity; acts: ReturnType<typeof useActivityActs>; onTime: () => void }) {
  const { t } = useTranslation();
  const { id, may_change: mayChange } = activity;
  return (
    <>
      {acts.mayFinish && <Button loading={acts.isFinishing} onClick={acts.finish}>{t(acts.asksOutcome ? 'outcome.record' : 'activity.markDone')}</Button>}
      {acts.isActive && mayChange && (
        <>
          <Button variant="default" onClick={onTime}>{t('calendar.changeTime')}</Button>
          <Button variant="default" onClick={() => lookAtActivities([id])}>{t('calendar.change')}</Button>
          <Button variant="default" loading={acts.isCancelling} onClick={acts.cancel}>{t('calendar.cancel')}</Button>
        </>
      )}
      {!acts.isActive && mayChange && <Button variant="default" loading={acts.isComingBack} onClick={acts.bringBack}>{t('booking.back')}</Button>}
    </>
  );
}

export function ActivitySheet({ activityId, Actions, onClose }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Asking>(null);
  const { data: activity, error } = useQuery(activityQuery(activityId));
  const acts = useActivityActs(activity, { onOutcome: () => setAsking('outcome') });
  const goOn = () => setAsking(null);
  return (
    <>
      <Sheet title={activity?.subject ?? t('activity.title')} closeLabel={t('page.close')} onClose={onClose} onCommandEnter={acts.finish} foot={activity && <Foot activity={activity} acts={acts} onTime={() => setAsking('time')} />}>
        {error !== null && <p className={classes.wrong} role="alert">{refusalSentence(asProblem(error))}</p>}
        {activity === undefined && error === null && <Skeleton height={200} />}
        {activity !== undefined && <Facts activity={activity} />}
        {acts.failure !== null && <p className={classes.wrong} role="alert">{acts.failure}</p>}
        {activity !== undefined && activity.opportunity_id !== null && <OtherActions opportunityId={activity.opportunity_id} Actions={Actions} />}
      </Sheet>
      {asking === 'outcome' && <OutcomeDialog activityId={activityId} onClose={goOn} />}
      {asking === 'time' && activity !== undefined && <TimeDialog activity={activity} onClose={goOn} />}
    </>
  );
}
