/** An activity as it stands in the calendar: its sign, when it is, what about, and for which deal. */
import { useTranslation } from 'react-i18next';
import type { CalendarActivity } from '@/api/calendar';
import { useFormats } from '@/lib/formats';
import { stageColour } from '@/lib/stageRamp';
import { Hidden } from '@/ui/Hidden';
import { IconCheck, IconCheckbox, IconClock, IconLock } from '@/ui/icons';
import { useFace } from './useFace';
import classes from './EventFace.module.css';

interface Props {
  activity: CalendarActivity;
  /** Short ones have everything in one line. */
  isLine: boolean;
  onOpen?: ((id: number) => void) | undefined;
}

function Sign({ activity }: { activity: CalendarActivity }) {
  if (activity.status === 'done') return <IconCheck size={13} stroke={2.5} aria-hidden />;
  if (activity.is_private) return <IconLock size={12} aria-hidden />;
  if (activity.category === 'task') return activity.late_since === null ? <IconCheckbox size={13} aria-hidden /> : <IconClock size={13} aria-hidden />;
  return null;
}

function StageMark({ stage, stage_count: count }: CalendarActivity) {
  if (stage === null) return null;
  const colour = stage.type === 'open' ? stageColour(stage.position - 1, count) : 'var(--sl-won)';
  return <span className={classes.stage} data-dot style={{ background: colour }} aria-hidden />;
}

export function EventFace({ activity, isLine, onOpen }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { rest, tone } = useFace(activity, isLine);
  const { id, starts_at: starts, subject, late_since: late, opportunity_name: deal, responsible, is_mine: isMine } = activity;
  return (
    <button
      type="button"
      className={classes.face}
      data-activity={id}
      data-tone={tone}
      data-linked={activity.action !== null}
      data-done={activity.status === 'done'}
      data-line={isLine}
      tabIndex={-1}
      onClick={onOpen && (() => onOpen(id))}
    >
      <span className={classes.first} title={subject}>
        <Sign activity={activity} />
        {starts !== null && <span className={classes.time}>{formats.time(new Date(starts))}</span>}
        <span className={classes.subject}>{subject}</span>
        <StageMark {...activity} />
      </span>
      {late !== null && <span className={classes.late}>{t('calendar.lateSince', { day: formats.day(late) })}</span>}
      {!isLine && deal !== null && <span className={classes.deal}>{deal}</span>}
      {!isLine && !isMine && <span className={classes.deal}>{responsible.name}</span>}
      <Hidden>{rest}</Hidden>
    </button>
  );
}
