/** When an action is due, who does it, its activity, and what went wrong with it. */
import { useTranslation } from 'react-i18next';
import type { Action } from '@/api/agenda';
import { activityName } from '@/api/following';
import type { Letter } from '@/api/letters';
import { dueState } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { lookAtActivities } from '@/lib/lookingAt';
import { Tag } from '@/ui/Tag';
import { LetterStanding } from './LetterStanding';
import classes from './Actions.module.css';

function Due({ action }: { action: Action }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (action.completion !== null) {
    const { at, by } = action.completion;
    return <span title={formats.exactly(at)}>{t('action.doneBy', { who: by.name, when: formats.instant(at) })}</span>;
  }
  if (action.id === null) return action.due_days === null ? null : <span>{t('action.dueAfter', { count: action.due_days })}</span>;
  if (action.due_on === null) return null;
  const state = action.is_late ? 'late' : dueState(action.due_on, formats.today());
  return <span data-due={state}>{t(state === 'late' ? 'action.late' : 'action.due', { day: formats.day(action.due_on) })}</span>;
}

function Linked({ action: { activity, name } }: { action: Action }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (activity === null) return null;
  const begins = activity.starts_at ?? activity.on_day;
  // Mostly it is called like its action: then its time says enough.
  const about = activity.subject === name && begins !== null ? { subject: t('action.activity'), begins } : { subject: activity.subject, begins };
  return (
    <>
      <button type="button" className={classes.link} onClick={() => lookAtActivities([activity.id])}>{activityName(t, formats, about)}</button>
      {activity.status !== 'active' && ` (${t(activity.status === 'done' ? 'activity.isDone' : 'activity.isCancelled')})`}
      {activity.is_outcome_pending && <> <Tag tone="soon">{t('outcome.pending')}</Tag></>}
    </>
  );
}

/** What went wrong; of a letter that was written its standing says so. */
function Trouble({ action, letter }: { action: Action; letter: Letter | null }) {
  const { t } = useTranslation();
  const { trouble } = action;
  if (trouble === null || action.completion !== null || letter !== null) return null;
  return <p className={classes.late}>{action.type === 'letter' ? trouble : t('action.trouble', { why: trouble })}</p>;
}

export function ActionLine({ action, letter, opportunityId }: { action: Action; letter: Letter | null; opportunityId: number }) {
  const { responsible, deal_role: role, completion } = action;
  const who = completion === null ? [responsible?.name, role].filter(Boolean).join(', ') : '';
  const parts = [<Due key="due" action={action} />, who === '' ? null : <bdi key="who">{who}</bdi>, action.activity === null ? null : <Linked key="activity" action={action} />];
  return (
    <div className={classes.line}>
      <p className={classes.facts}>{parts}</p>
      {action.instructions !== '' && completion === null && <p dir="auto">{action.instructions}</p>}
      {letter !== null && <LetterStanding letter={letter} opportunityId={opportunityId} />}
      <Trouble action={action} letter={letter} />
    </div>
  );
}
