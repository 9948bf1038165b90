/** What made up the figure of one period, deal by deal, and what almost did, with the reason. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { contributionsAddress, contributionsQuery, type AlmostCounted, type Contribution, type SalesTarget } from '@/api/targets';
import { isValue } from '@/api/useTargetWords';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { LinkButton } from '@/ui/controls';
import { IconCircleCheck, IconCircleMinus, IconDownload } from '@/ui/icons';
import { Failed, Waiting } from './States';
import { useGoalWords } from './useGoalWords';
import classes from './Counted.module.css';

function Deal({ deal }: { deal: Contribution['opportunity'] }) {
  const { t } = useTranslation();
  if (deal === null) return <i className={classes.hidden}>{t('goals.hiddenDeal')}</i>;
  return (
    <>
      <Link to={paths.record} params={{ opportunityId: deal.id }}><bdi>{deal.name}</bdi></Link>
      {deal.account !== null && <bdi>{` ${deal.account}`}</bdi>}
    </>
  );
}

interface RowProps {
  deal: Contribution['opportunity'];
  at: string;
  from: string | null;
  figure: string;
  counts: boolean;
  notes: readonly string[];
}

function Row({ deal, at, from, figure, counts, notes }: RowProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useGoalWords();
  const Icon = counts ? IconCircleCheck : IconCircleMinus;
  return (
    <li className={classes.row} data-counts={counts}>
      <Icon size={17} stroke={1.75} aria-hidden />
      <span className={classes.deal}>
        <Deal deal={deal} />
        {notes.map((note) => (
          <span key={note} className={classes.note}>{note}</span>
        ))}
      </span>
      <time dateTime={at} title={formats.exactly(at)}>{from === null ? words.dayOf(at) : t('goals.movedFrom', { day: words.dayOf(at), stage: from })}</time>
      <span className={classes.figure}>{figure}</span>
    </li>
  );
}

function useNotes(target: SalesTarget) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useGoalWords();
  return (each: Contribution): string[] => {
    const { amount_minor: now, amount_at_event_minor: then, currency_at_event: currency } = each;
    const isOther = isValue(target.metric) && (now !== then || each.currency !== currency);
    return [
      ...(each.withdrawn === null ? [] : [words.withdrawn(each)]),
      ...(words.since(each) === '' ? [] : [words.since(each)]),
      ...(words.rated(each) === '' ? [] : [words.rated(each)]),
      ...(isOther ? [t('goals.was', { amount: formats.money(then ?? 0, currency) })] : []),
    ];
  };
}

function List({ target, contributions, misses }: { target: SalesTarget; contributions: readonly Contribution[]; misses: readonly AlmostCounted[] }) {
  const formats = useFormats();
  const words = useGoalWords();
  const notes = useNotes(target);
  const amount = ({ amount_minor: minor, currency }: Contribution) => (isValue(target.metric) && minor !== null ? formats.money(minor, currency) : formats.number(0));
  const counted = contributions.filter(({ withdrawn }) => withdrawn === null);
  const taken = contributions.filter(({ withdrawn }) => withdrawn !== null);
  return (
    <ul className={classes.list}>
      {counted.map((each) => (
        <Row key={each.event_id} deal={each.opportunity} at={each.at} from={each.from_stage} figure={words.figure(target, each.counted)} counts notes={notes(each)} />
      ))}
      {taken.map((each) => (
        <Row key={each.event_id} deal={each.opportunity} at={each.at} from={each.from_stage} figure={amount(each)} counts={false} notes={notes(each)} />
      ))}
      {misses.map((each) => (
        <Row key={each.event_id} deal={each.opportunity} at={each.at} from={each.from_stage} figure={formats.number(0)} counts={false} notes={[words.missed(each, target)]} />
      ))}
    </ul>
  );
}

/** Of the present period, or of the closed one that begins on that day. */
export function Counted({ target, on }: { target: SalesTarget; on: string | null }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const { data, error, refetch } = useQuery(contributionsQuery(target.id, on));
  const count = data?.contributions.filter(({ withdrawn }) => withdrawn === null).length ?? 0;
  const all = data === undefined ? 0 : data.contributions.length + data.near_misses.length;
  return (
    <section className={classes.part} aria-labelledby="goal-counted">
      <div className={classes.head}>
        <h3 id="goal-counted" className={classes.title}>
          {t('goals.counted')} {data !== undefined && <span>{count}</span>}
        </h3>
        {all > 0 && <LinkButton component="a" variant="subtle" size="compact-sm" leftSection={<IconDownload size={15} aria-hidden />} href={contributionsAddress(target.id, on)} download>{t('goals.export')}</LinkButton>}
      </div>
      {data === undefined && (error === null ? <Waiting height={180} /> : <Failed error={error} onAgain={() => void refetch()} />)}
      {data !== undefined && (
        <>
          {words.leftOut(data.period).map((sentence) => (
            <p key={sentence} className={classes.out}>{sentence}</p>
          ))}
          {all === 0 && <p className={classes.none}>{t('goals.nothingCounted')}</p>}
          <List target={target} contributions={data.contributions} misses={data.near_misses} />
        </>
      )}
    </section>
  );
}
