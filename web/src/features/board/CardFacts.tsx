/** What stands on a card under its title. */
import type { TFunction } from 'i18next';
import { nextStepOf } from '@/api/nextStep';
import type { Card, Column } from '@/api/types';
import type { CardExtra } from '@/lib/boardDisplay';
import { daysBetween, dueState } from '@/lib/days';
import type { Formats } from '@/lib/formats';
import { Avatar } from '@/ui/Avatar';
import { IconAlertCircle, IconCalendarEvent, IconCheckbox, IconCircleDashed, IconClock } from '@/ui/icons';
import { MiniLine } from '@/ui/MiniLine';
import { WatchSign } from './WatchSign';
import classes from './CardFacts.module.css';

interface Speaking {
  t: TFunction;
  formats: Formats;
}

function NextStep({ card, t, formats }: { card: Card } & Speaking) {
  const next = nextStepOf(t, formats, card);
  const size = { size: 14, 'aria-hidden': true } as const;
  if (next === null) {
    return (
      <p className={classes.next} data-due="none">
        <IconCircleDashed {...size} />
        <span>{t('card.noNextStep')}</span>
      </p>
    );
  }
  const { what, on } = next;
  const due = on === null ? 'planned' : dueState(on, formats.today());
  const when = due === 'late' && on !== null ? t('card.late', { count: -daysBetween(formats.today(), on) }) : on && formats.day(on);
  return (
    <p className={classes.next} data-due={due}>
      {due === 'late' && <IconAlertCircle {...size} />}
      {due === 'today' && <IconClock {...size} />}
      {due === 'planned' && <IconCalendarEvent {...size} />}
      <span>{what ?? when}</span>
      {what !== null && when && <span className={classes.when}>{`· ${when}`}</span>}
    </p>
  );
}

/** The close date when it is past, or when the person wants to see it; the probability when they want to. */
function Extras({ card, shows, t, formats }: { card: Card; shows: readonly CardExtra[] } & Speaking) {
  const past = card.watches.find(({ kind }) => kind === 'close_date_past');
  const isDated = shows.includes('closeDate') && card.expected_close_on !== null;
  if (past === undefined && !isDated && !shows.includes('probability')) return null;
  return (
    <p className={classes.extras}>
      {past !== undefined && (
        <span className={classes.past}>
          <IconAlertCircle size={14} aria-hidden />
          {t('card.closeDatePast', { count: past.days ?? 0 })}
        </span>
      )}
      {past === undefined && isDated && <span>{t('card.closeDate', { date: formats.day(card.expected_close_on ?? '') })}</span>}
      {shows.includes('probability') && <span>{formats.percent(card.probability)}</span>}
    </p>
  );
}

interface Props extends Speaking {
  card: Card;
  stage: Column['stage'];
  shows: readonly CardExtra[];
  isStop: boolean;
}

export function CardFacts({ card, stage, shows, isStop, t, formats }: Props) {
  const people = [card.account?.name, card.contact?.name].filter((name) => name !== undefined);
  const isReady = card.criteria_total > 0 && card.criteria_met >= card.criteria_total;
  return (
    <>
      {people.length > 0 && <p className={classes.people}>{people.join(' · ')}</p>}
      <p className={classes.money}>
        {card.amount_minor === null ? <span className={classes.noAmount}>{t('card.noAmount')}</span> : <b>{formats.money(card.amount_minor, card.currency)}</b>}
        <Avatar person={card.owner} isNamed />
      </p>
      <NextStep card={card} t={t} formats={formats} />
      <Extras card={card} shows={shows} t={t} formats={formats} />
      <div className={classes.foot}>
        <MiniLine met={card.criteria_met} total={card.criteria_total} />
        {isReady && <span className={classes.ready}>{t('card.ready')}</span>}
        {!isReady && card.criteria_total > 0 && <span>{`${card.criteria_met}/${card.criteria_total}`}</span>}
        {card.actions_total > 0 && (
          <span className={classes.actions} data-done={card.actions_complete >= card.actions_total} title={t('card.saidActions', { complete: card.actions_complete, total: card.actions_total })}>
            <IconCheckbox size={14} aria-hidden />
            {`${card.actions_complete}/${card.actions_total}`}
          </span>
        )}
        <span className={classes.space} />
        {card.watches.length === 0 ? <span className={classes.days}>{t('card.days', { count: card.days_in_stage })}</span> : <WatchSign card={card} stage={stage} isStop={isStop} t={t} />}
      </div>
    </>
  );
}
