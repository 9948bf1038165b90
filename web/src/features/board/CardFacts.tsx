/** What stands on a card under its title. */
import { useTranslation } from 'react-i18next';
import type { Card, Column } from '@/api/types';
import { daysBetween, dueState } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { Avatar } from '@/ui/Avatar';
import { IconAlertCircle, IconCalendarEvent, IconCircleDashed, IconClock, IconHourglass } from '@/ui/icons';
import { MiniLine } from '@/ui/MiniLine';
import { Tag } from '@/ui/Tag';
import classes from './CardFacts.module.css';

function NextStep({ card }: { card: Card }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { next_step: step, next_step_on: on } = card;
  const size = { size: 14, 'aria-hidden': true } as const;
  if (step === null && on === null) {
    return (
      <p className={classes.next} data-due="none">
        <IconCircleDashed {...size} />
        <span>{t('card.noNextStep')}</span>
      </p>
    );
  }
  const due = on === null ? 'planned' : dueState(on, formats.today());
  const when = due === 'late' && on !== null ? t('card.late', { count: -daysBetween(formats.today(), on) }) : on && formats.day(on);
  return (
    <p className={classes.next} data-due={due}>
      {due === 'late' && <IconAlertCircle {...size} />}
      {due === 'today' && <IconClock {...size} />}
      {due === 'planned' && <IconCalendarEvent {...size} />}
      <span>{step ?? when}</span>
      {step !== null && when && <span className={classes.when}>{`· ${when}`}</span>}
    </p>
  );
}

function Days({ card, limit }: { card: Card; limit: number | null }) {
  const { t } = useTranslation();
  const words = t('card.days', { count: card.days_in_stage });
  if (limit === null || card.days_in_stage <= limit) return <span className={classes.days}>{words}</span>;
  return (
    <Tag tone="soon" title={t('card.limit', { count: limit })}>
      <IconHourglass size={12} aria-hidden />
      {words}
    </Tag>
  );
}

export function CardFacts({ card, stage }: { card: Card; stage: Column['stage'] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const people = [card.account?.name, card.contact?.name].filter((name) => name !== undefined);
  const isReady = card.criteria_total > 0 && card.criteria_met >= card.criteria_total;
  return (
    <>
      {people.length > 0 && <p className={classes.people}>{people.join(' · ')}</p>}
      <p className={classes.money}>
        {card.amount_minor === null ? <span className={classes.noAmount}>{t('card.noAmount')}</span> : <b>{formats.money(card.amount_minor, card.currency)}</b>}
        <Avatar person={card.owner} isNamed />
      </p>
      <NextStep card={card} />
      <div className={classes.foot}>
        <MiniLine met={card.criteria_met} total={card.criteria_total} />
        {isReady && <span className={classes.ready}>{t('card.ready')}</span>}
        {!isReady && card.criteria_total > 0 && <span>{`${card.criteria_met}/${card.criteria_total}`}</span>}
        <span className={classes.space} />
        <Days card={card} limit={stage.stuck_days} />
      </div>
    </>
  );
}
