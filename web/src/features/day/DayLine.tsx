/** One line of the day: when, its dot, what it is, whose deal, in which stage, and the act that fits. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DayRow } from '@/api/day';
import { useFormats } from '@/lib/formats';
import { lookAtActivities } from '@/lib/lookingAt';
import { paths } from '@/lib/paths';
import { Checkbox } from '@/ui/controls';
import { Hidden } from '@/ui/Hidden';
import { IconCalendarEvent, IconCheckbox, IconCircleCheck, IconMail, IconPhone, IconUser, IconUsers } from '@/ui/icons';
import { StageDot } from '@/ui/StageDot';
import { Tag } from '@/ui/Tag';
import { RowAct, type RowActs } from './RowAct';
import { isOpen, keyOf, whenOf } from './rows';
import classes from './Day.module.css';

interface Props extends RowActs {
  row: DayRow;
  today: string;
  showsWho: boolean;
  isMarked: boolean;
  isBusy: boolean;
  onMark: (row: DayRow) => void;
}

const ofActivities = { call: IconPhone, meeting: IconCalendarEvent, personal: IconUser, to_do: IconCheckbox };
const ofActions = { calendar_activity: IconCalendarEvent, letter: IconMail, gathering: IconUsers, checklist: IconCheckbox };

function Sign({ row: { type, activity, is_done: isDone } }: { row: DayRow }) {
  const look = { size: 17, 'aria-hidden': true, className: classes.icon } as const;
  if (isDone) return <IconCircleCheck {...look} />;
  const Icon = activity === null ? ofActions[type ?? 'checklist'] : Object.entries(ofActivities).find(([known]) => known === activity.type)?.[1];
  return Icon === undefined ? <IconCalendarEvent {...look} /> : <Icon {...look} />;
}

function What({ row, name }: { row: DayRow; name: string }) {
  const { t } = useTranslation();
  const { opportunity_id: deal, activity_id: activity } = row;
  const kind = row.activity === null ? t(`action.types.${row.type ?? 'checklist'}`) : t(`activity.types.${row.activity.type}`, { defaultValue: t('activity.title') });
  return (
    <p className={classes.name}>
      <Hidden>{`${kind}: `}</Hidden>
      {row.may_open && deal !== null && (
        <Link to={paths.record} params={{ opportunityId: deal }}>
          <bdi>{name}</bdi>
        </Link>
      )}
      {!row.may_open && activity !== null && (
        <button type="button" className={classes.link} onClick={() => lookAtActivities([activity])}>
          <bdi>{name}</bdi>
        </button>
      )}
      {!row.may_open && activity === null && <bdi>{name}</bdi>}
    </p>
  );
}

function About({ row, showsWho }: { row: DayRow; showsWho: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const place = row.location !== null && !row.location.startsWith('https://') ? row.location : null;
  const deal = [row.opportunity_name, row.account].filter(Boolean).join(', ');
  const people = [row.contact, place, row.deal_role, showsWho ? row.responsible.name : null].filter(Boolean).join(', ');
  return (
    <p className={classes.about}>
      <bdi>{[deal, people].filter((part) => part !== '').join(' · ')}</bdi>
      {row.is_late && row.activity?.category === 'task' && <b className={classes.late}> {t('day.lateSince', { day: formats.day(row.day) })}</b>}
      {row.activity?.is_outcome_pending === true && (
        <>
          {' '}
          <Tag tone="soon">{t('outcome.pending')}</Tag>
        </>
      )}
    </p>
  );
}

export function DayLine({ row, today, showsWho, isMarked, isBusy, onMark, ...acts }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const name = row.name ?? t('day.private');
  const when = whenOf(row, today, formats);
  return (
    <li className={classes.line} data-late={row.is_late} data-done={row.is_done} data-day={row.day === today || row.is_done ? 'today' : 'other'}>
      <span className={classes.when}>{when === '' || (row.is_late && row.activity?.category === 'task') ? t('day.today') : when}</span>
      <span className={classes.dot} aria-hidden />
      {/* The article is the stop of the keyboard, as cards are on the board. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <article className={classes.row} data-marked={isMarked} data-row={keyOf(row)} tabIndex={0} aria-label={name} aria-keyshortcuts="d x Enter">
        {isOpen(row) ? <Checkbox size="xs" aria-label={t('day.mark', { name })} checked={isMarked} onChange={() => onMark(row)} /> : <span />}
        <Sign row={row} />
        <div className={classes.words}>
          <What row={row} name={name} />
          <About row={row} showsWho={showsWho} />
        </div>
        <span className={classes.stage}>
          {row.stage !== null && (
            <>
              <StageDot type={row.stage.type} index={row.stage.position - 1} count={row.open_stages} />
              <span>{row.stage.name}</span>
            </>
          )}
        </span>
        <RowAct row={row} name={name} isBusy={isBusy} {...acts} />
      </article>
    </li>
  );
}
