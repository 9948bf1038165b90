/** The sales goals that the move counts for, with how far they are then. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '@/api/queries';
import { targetsAheadQuery } from '@/api/targetsAhead';
import { useTargetWords } from '@/api/useTargetWords';
import { IconChartArcs } from '@/ui/icons';
import classes from './MoveForm.module.css';

export function GoalsAhead({ opportunityId, stageId }: { opportunityId: number; stageId: number }) {
  const { t } = useTranslation();
  const words = useTargetWords();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: ahead = [] } = useQuery(targetsAheadQuery(opportunityId, stageId));
  return ahead.map(({ target, adds }) => (
    <p key={target.id} className={classes.effect} data-ahead={target.id}>
      <IconChartArcs size={17} aria-hidden />
      <span>
        {t('sheet.countsFor', {
          whose: target.user.id === session.user.id ? 'own' : 'other',
          who: target.user.name,
          what: words.what(target),
          reached: words.figure(target, target.period.reached + adds),
          number: words.figure(target, target.period.number),
          period: target.period_type,
        })}
      </span>
    </p>
  ));
}
