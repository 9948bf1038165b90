/** Why something happened: the chain that led to it, in words, the oldest first, and what a move had with it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { causesQuery, type TimelineEvent } from '@/api/belongings';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { Skeleton } from '@/ui/controls';
import { IconArrowRight } from '@/ui/icons';
import { Brought } from './Brought';
import { useEventWords } from './useEventWords';
import classes from './Timeline.module.css';

interface Props {
  eventId: number;
  /** The sentence that is asked about. */
  about: string;
  currency: string;
}

function Step({ event, currency, here }: { event: TimelineEvent; currency: string; here: number | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sentence = useEventWords(currency)(event);
  const { opportunity } = event;
  return (
    <>
      <span dir="auto">
        {opportunity !== null && opportunity.id !== here && (
          <>
            <Link to={paths.record} params={{ opportunityId: opportunity.id }}><bdi>{opportunity.name}</bdi></Link>
            {': '}
          </>
        )}
        {sentence}
      </span>
      <small>{formats.exactly(event.at)}</small>
      {event.batch !== null && <span>{t('timeline.batch', { count: event.batch.total, who: event.actor.name })}</span>}
    </>
  );
}

/** What there is to say when nothing else led to it. */
function Alone({ event }: { event: TimelineEvent }) {
  const { t } = useTranslation();
  if (event.batch !== null) return null;
  return <p className={classes.alone}>{t('timeline.alone', { who: event.actor.name, channel: event.channel })}</p>;
}

function Chain({ eventId, currency }: Omit<Props, 'about'>) {
  const { t } = useTranslation();
  const { data: why, isError } = useQuery(causesQuery(eventId));
  const chain = why?.items;
  const last = chain?.at(-1);
  if (isError) return <p className={classes.alone} role="alert">{t('page.refused')}</p>;
  if (why === undefined || chain === undefined || last === undefined) return <Skeleton height={20} />;
  return (
    <>
      <ol className={classes.chain}>
        {chain.map((event, place) => (
          <li key={event.id}>
            {place > 0 && <IconArrowRight size={14} className="flip" aria-hidden />}
            <Step event={event} currency={currency} here={last.opportunity?.id} />
          </li>
        ))}
      </ol>
      {chain.length === 1 && <Alone event={last} />}
      <Brought why={why} move={last} currency={currency} />
    </>
  );
}

export function Why({ eventId, about, currency }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={classes.why}>
      <button type="button" className={classes.ask} aria-expanded={isOpen} aria-controls={id} aria-label={t('timeline.whyOf', { about })} onClick={() => setOpen(!isOpen)}>{t('timeline.why')}</button>
      <div id={id} hidden={!isOpen}>{isOpen && <Chain eventId={eventId} currency={currency} />}</div>
    </div>
  );
}
