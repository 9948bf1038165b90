/** The sales goals of one person for a stage, beside its name: the shortest period first, at most three, the rest in what the last one says (SG-64). */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { stageTargets } from '@/api/stageTargets';
import { targetsQuery, type SalesTarget } from '@/api/targets';
import { isValue, useTargetWords } from '@/api/useTargetWords';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { HoverCard } from '@/ui/controls';
import { Pie, pieShare } from '@/ui/Pie';
import classes from './StagePies.module.css';

const MOST = 3;
/** More digits than this would push the name of the stage aside: then the percentage stands there. */
const SHORT = 999;

function Told({ target }: { target: SalesTarget }) {
  const formats = useFormats();
  const words = useTargetWords();
  const pace = words.pace(target);
  return (
    <div className={classes.told}>
      <p>
        <bdi>{target.user.name}</bdi>
      </p>
      <p className={classes.what}>{words.what(target)}</p>
      <p>{`${words.reached(target)} · ${formats.percent(target.period.percent)}`}</p>
      <p>{words.left(target)}</p>
      <p>{words.days(target.period)}</p>
      {pace !== '' && <p>{pace}</p>}
    </div>
  );
}

function GoalPie({ target, rest }: { target: SalesTarget; rest: readonly SalesTarget[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useTargetWords();
  const { reached, number, percent } = target.period;
  const isShort = !isValue(target.metric) && Math.max(reached, number) <= SHORT;
  const figure = isShort ? `${formats.number(reached)}/${formats.number(number)}` : words.percent(percent);
  const more = rest.length === 0 ? '' : t('goal.more', { count: rest.length });
  // What is seen comes first, so that who speaks to the page can say it.
  const name = [figure + more, ...[target, ...rest].map((each) => words.sentence(each))].join('. ');
  return (
    <HoverCard withRoles={false} interactive withinPortal position="bottom-start" openDelay={120} width={280}>
      <HoverCard.Target>
        <Link to={paths.goals} search={{ goal: target.id }} className={classes.pie} aria-label={name} data-goal={target.id}>
          <Pie share={pieShare(reached, number)} />
          {figure}
          {more !== '' && <span>{more}</span>}
        </Link>
      </HoverCard.Target>
      <HoverCard.Dropdown aria-hidden className={classes.card}>
        {[target, ...rest].map((each) => (
          <Told key={each.id} target={each} />
        ))}
      </HoverCard.Dropdown>
    </HoverCard>
  );
}

interface Props {
  userId: number;
  stageId: number;
  stageName: string;
  /** Where there is room for one small sign. */
  isBrief: boolean;
}

function Sign({ target }: { target: SalesTarget }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useTargetWords();
  const { reached, number, percent } = target.period;
  return (
    <span className={classes.sign} role="img" aria-label={t('goal.row', { percent: formats.percent(percent) })} title={words.sentence(target)}>
      <Pie share={pieShare(reached, number)} size={14} />
    </span>
  );
}

function StagePiesPlain({ userId, stageId, stageName, isBrief }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: targets, dataUpdatedAt: readAt } = useQuery(targetsQuery(userId));
  const own = stageTargets(targets ?? [], stageId, formats.today(), new Date(readAt));
  const [first] = own;
  if (first === undefined) return null;
  if (isBrief) return <Sign target={first} />;
  return (
    <ul className={classes.pies} aria-label={t('goal.pies', { who: first.user.name, stage: stageName })}>
      {own.slice(0, MOST).map((target, place) => (
        <li key={target.id}>
          <GoalPie target={target} rest={place === MOST - 1 ? own.slice(MOST) : []} />
        </li>
      ))}
    </ul>
  );
}

export const StagePies = memo(StagePiesPlain);
