/** One goal as a ring with its figures and its pace; a press shows more of it below. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SalesTarget } from '@/api/targets';
import { isValue } from '@/api/useTargetWords';
import { paths } from '@/lib/paths';
import { Ring } from '@/ui/Ring';
import { useGoalWords } from './useGoalWords';
import classes from './Goals.module.css';

interface Props {
  target: SalesTarget;
  isChosen: boolean;
}

function Figure({ target }: { target: SalesTarget }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const { reached, number, percent } = target.period;
  if (isValue(target.metric)) return <span className={classes.whole}>{words.figure(target, reached)}</span>;
  return (
    <>
      <span className={classes.whole}>{words.figure(target, reached)}</span> <span className={classes.whole}>{t('goals.of', { number: words.figure(target, number) })}</span>
      {percent > 100 && ', '}
      {percent > 100 && <span className={classes.whole}>{words.percent(percent)}</span>}
    </>
  );
}

/** The word and its colour. */
export function Pace({ target, isShort = false }: { target: SalesTarget; isShort?: boolean }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const { pace } = target.period;
  const standing = words.standing(target);
  if (standing !== '') return <span className={classes.pace} data-pace="none">{standing}</span>;
  if (pace === null) return null;
  return (
    <span className={classes.pace} data-pace={pace.state}>
      {isShort ? t(`goals.pace.${pace.state}`, { by: words.roughly(target, Math.abs(pace.difference)) }) : words.pace(target)}
    </span>
  );
}

export function RingCard({ target, isChosen }: Props) {
  const words = useGoalWords();
  const remains = words.remains(target);
  const { reached, number, percent, pace } = target.period;
  return (
    <Link to={paths.goals} search={(now) => ({ ...(now.person !== undefined && { person: now.person }), goal: target.id })} resetScroll={false} className={classes.card} data-on={isChosen} aria-current={isChosen ? 'true' : undefined} data-goal={target.id}>
      <Ring share={reached / number} expected={pace === null ? undefined : pace.expected / number} words={words.percent(percent)} isFaint={pace === null} />
      <span className={classes.about}>
        <span className={classes.what}>{words.short(target)}</span>
        <span className={classes.figure}><Figure target={target} /></span>
        <Pace target={target} />
        {remains !== '' && <span className={classes.left}>{remains}</span>}
        {words.leftOut(target.period, 'leftOutShort').map((sentence) => (
          <span key={sentence} className={classes.left}>{sentence}</span>
        ))}
      </span>
    </Link>
  );
}
