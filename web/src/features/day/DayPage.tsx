/** My day: one line from what is late over today to the next seven days, and beside it what waits. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dayQuery, type Day, type DayRow } from '@/api/day';
import { asProblem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { whoses, type Whose } from '@/api/whose';
import { BookingDialog } from '@/features/activities/BookingDialog';
import { NewActivity } from '@/features/activities/NewActivity';
import { OutcomeDialog } from '@/features/activities/OutcomeDialog';
import { useFormats } from '@/lib/formats';
import { lookAtActivities } from '@/lib/lookingAt';
import { paths } from '@/lib/paths';
import { caps } from '@/lib/shortcuts';
import { usePageTitle } from '@/lib/usePageTitle';
import { Alert, Button, SegmentedControl, Skeleton } from '@/ui/controls';
import { IconPlus } from '@/ui/icons';
import { Keys } from '@/ui/Keys';
import { DayParts } from './DayParts';
import { NeedsYou, ReadyToAdvance } from './NeedsYou';
import { dayTitle, isOpen, keyOf, rowsOf } from './rows';
import { useDayActs, type DayAsk } from './useDayActs';
import { focusRow, useDayKeys } from './useDayKeys';
import classes from './Day.module.css';

interface Props {
  /** One's sales goals, beside the day. */
  goals: ReactNode;
  whose: Whose;
  onWhose: (whose: Whose) => void;
}

// By then what was done stands in its new place.
const SETTLED_MS = 150;

function Head({ day, whose, onWhose, onAdd }: Omit<Props, 'goals'> & { day: Day; onAdd: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const choices = whoses.filter((each) => each !== 'team' || day.has_team || whose === 'team');
  return (
    <header className={classes.head}>
      <div>
        <h1 tabIndex={-1}>{dayTitle(day.day, formats.locale)}</h1>
        <p>{t('day.counts', { late: day.counts.late, today: day.counts.today, next: day.counts.next })}</p>
      </div>
      <SegmentedControl
        size="xs"
        aria-label={t('day.whose')}
        data={choices.map((each) => ({ value: each, label: t(`day.of.${each}`) }))}
        value={whose}
        onChange={(value) => onWhose(choices.find((each) => each === value) ?? 'mine')}
      />
      <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} rightSection={<Keys caps={caps('a')} />} onClick={onAdd}>{t('activity.title')}</Button>
    </header>
  );
}

function Asked({ ask, onClose }: { ask: DayAsk; onClose: () => void }) {
  const { row, kind } = ask;
  const { action_id: action, activity_id: activity, opportunity_id: deal } = row;
  if (kind === 'book' && action !== null && deal !== null) return <BookingDialog opportunityId={deal} action={{ id: action, name: row.name ?? '', activity: row.activity }} onClose={onClose} />;
  if (activity === null) return null;
  return <OutcomeDialog activityId={activity} actionId={action === null || deal === null || row.is_complete ? undefined : action} onClose={onClose} />;
}

/** After an act the focus goes on to the next thing that is still to be done. */
function goOn(rows: readonly DayRow[], done: readonly string[]): void {
  const from = rows.findIndex((row) => done.includes(keyOf(row)));
  const left = (row: DayRow) => isOpen(row) && !done.includes(keyOf(row));
  const next = rows.slice(from + 1).find(left) ?? rows.find(left);
  setTimeout(() => {
    if (document.querySelector('[role="dialog"]') !== null) return;
    if (next === undefined || !focusRow(keyOf(next))) document.querySelector<HTMLElement>('h1')?.focus();
  }, SETTLED_MS);
}

function Shown({ day, goals, whose, onWhose }: Props & { day: Day }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [isAdding, setAdding] = useState(false);
  const [pending, setPending] = useState<number | null>(null);
  const rows = rowsOf(day);
  const chosen = rows.filter((row) => marked.has(keyOf(row)) && isOpen(row));
  const unmark = () => setMarked(new Set());
  const acts = useDayActs(unmark);
  const mark = (row: DayRow) => setMarked(marked.has(keyOf(row)) ? new Set([...marked].filter((key) => key !== keyOf(row))) : new Set([...marked, keyOf(row)]));
  const complete = (row: DayRow) => {
    if (document.activeElement?.closest('[data-row]')) goOn(rows, [keyOf(row)]);
    acts.complete(row);
  };
  const [only] = chosen;
  const completeMarked = () => {
    if (chosen.length === 1 && only !== undefined) return complete(only);
    goOn(rows, chosen.map((row) => keyOf(row)));
    return acts.completeAll(chosen);
  };
  const open = ({ may_open: mayOpen, opportunity_id: deal, activity_id: activity }: DayRow) => {
    if (mayOpen && deal !== null) void navigate({ to: paths.record, params: { opportunityId: deal } });
    else if (activity !== null) lookAtActivities([activity]);
  };
  const press = useDayKeys({ rows, onOpen: open, onComplete: (row) => (chosen.length > 1 ? completeMarked() : complete(row)), onMark: mark, onAdd: () => setAdding(true), onUnmark: unmark });
  return (
    <div className={classes.page}>
      {/* It hears the keys of the lines in it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className={classes.main} onKeyDown={press}>
        <Head day={day} whose={whose} onWhose={onWhose} onAdd={() => setAdding(true)} />
        <DayParts day={day} showsWho={whose === 'team'} marked={marked} busy={acts.busy} onMark={mark} onComplete={complete} onBook={acts.book} onOutcome={acts.askOutcome} />
        {chosen.length > 0 && (
          <div className={classes.bar} role="group" aria-label={t('day.markedLabel')}>
            <b>{t('action.marked', { count: chosen.length })}</b>
            <Button size="compact-sm" loading={acts.isCompleting} onClick={completeMarked}>{t('action.completeMarked', { count: chosen.length })}</Button>
            <Button variant="default" size="compact-sm" onClick={unmark}>{t('action.unmark')}</Button>
          </div>
        )}
      </div>
      <aside className={classes.side} aria-label={t('day.side')}>
        <NeedsYou day={day} onOutcome={setPending} />
        <ReadyToAdvance ready={day.ready} />
        {goals}
      </aside>
      {acts.ask !== null && <Asked ask={acts.ask} onClose={acts.closeAsk} />}
      {pending !== null && <OutcomeDialog activityId={pending} onClose={() => setPending(null)} />}
      {isAdding && <NewActivity day={day.day} time={null} category="task" onClose={() => setAdding(false)} />}
    </div>
  );
}

export function DayPage(props: Props) {
  const { t } = useTranslation();
  usePageTitle(t('day.title'));
  const { data: day, error, refetch } = useQuery({ ...dayQuery(props.whose), placeholderData: keepPreviousData });
  if (day !== undefined) return <Shown {...props} day={day} />;
  if (error !== null) {
    return (
      <Alert className={classes.failed} color="red" role="alert">
        {refusalSentence(asProblem(error))} <Button variant="default" size="compact-sm" onClick={() => void refetch()}>{t('page.again')}</Button>
      </Alert>
    );
  }
  return (
    <div className={classes.waiting} aria-busy aria-label={t('day.loading')} role="status">
      {Array.from({ length: 6 }, (_, place) => (
        <Skeleton key={place} height={50} />
      ))}
    </div>
  );
}
