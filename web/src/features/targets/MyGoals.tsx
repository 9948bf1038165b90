/** One's own goals beside the day: the three whose periods end first. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '@/api/queries';
import { targetsQuery, type SalesTarget } from '@/api/targets';
import { paths } from '@/lib/paths';
import { Pie, pieShare } from '@/ui/Pie';
import { hasEnded } from './grid';
import { Pace } from './RingCard';
import { useGoalWords } from './useGoalWords';
import classes from './MyGoals.module.css';

const SHOWN = 3;

function nearest(targets: readonly SalesTarget[]): SalesTarget[] {
  const running = targets.filter((target) => !hasEnded(target) && !target.is_paused && !target.period.is_closed);
  return running.toSorted((a, b) => (a.period.last_on < b.period.last_on ? -1 : Number(a.period.last_on > b.period.last_on))).slice(0, SHOWN);
}

function Goal({ target }: { target: SalesTarget }) {
  const words = useGoalWords();
  const { reached, number } = target.period;
  return (
    <li>
      <Link to={paths.goals} search={{ goal: target.id }} className={classes.goal}>
        <Pie share={pieShare(reached, number)} />
        <span className={classes.what}>{words.short(target)}</span>
        <span className={classes.figure}>{words.reached(target)}</span>
        <Pace target={target} isShort />
      </Link>
    </li>
  );
}

/** Nothing at all for whoever has none. */
export function MyGoals() {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: targets } = useQuery(targetsQuery(session.user.id));
  const shown = nearest(targets ?? []);
  if (shown.length === 0) return null;
  return (
    <section className={classes.panel} aria-labelledby="day-goals">
      <div className={classes.head}>
        <h2 id="day-goals">{t('goals.mine')}</h2>
        <Link to={paths.goals}>{t('goals.mineMore')}</Link>
      </div>
      <ul>
        {shown.map((target) => (
          <Goal key={target.id} target={target} />
        ))}
      </ul>
    </section>
  );
}
