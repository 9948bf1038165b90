/** The path really walked: a chevron per stage; clicking one shows its guidance and never moves the deal. */
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord, PathStep } from '@/api/types';
import { Hidden } from '@/ui/Hidden';
import { IconCheck, IconFlag3, IconHourglass } from '@/ui/icons';
import classes from './StagePath.module.css';

interface Props {
  record: OpportunityRecord;
  looksAt: number;
  onLook: (stageId: number) => void;
}

function Sign({ step }: { step: PathStep }) {
  const size = { size: 15, 'aria-hidden': true } as const;
  if (step.stage.type !== 'open') return <IconFlag3 {...size} />;
  return step.state === 'done' ? <IconCheck {...size} stroke={2.2} /> : null;
}

function useDaysWords() {
  const { t } = useTranslation();
  return ({ state, days: counted, visits, stage }: PathStep, limit: number | null): string => {
    const days = counted ?? 0;
    if (stage.type !== 'open') return '';
    if (state === 'skipped') return t('path.skipped');
    if (state === 'ahead') return '';
    if (state === 'current') return limit === null ? t('path.day', { day: days }) : t('path.dayOf', { day: days, limit });
    return visits > 1 ? t('path.visits', { days, visits }) : t('card.days', { count: days });
  };
}

const states = ['done', 'current', 'ahead', 'skipped', 'left'] as const;

function stateOf({ state }: PathStep): (typeof states)[number] {
  return states.find((known) => known === state) ?? 'ahead';
}

export function StagePath({ record, looksAt, onLook }: Props) {
  const { t } = useTranslation();
  const words = useDaysWords();
  return (
    <ol className={classes.path} aria-label={t('path.name')}>
      {record.path.map((step) => {
        const isCurrent = step.state === 'current';
        const limit = isCurrent ? record.stuck_days : null;
        const isOver = limit !== null && (step.days ?? 0) > limit;
        const said = words(step, limit);
        return (
          <li key={step.stage.id} className={classes.step} data-state={step.state} data-type={step.stage.type} aria-current={isCurrent ? 'step' : undefined}>
            <button type="button" aria-pressed={looksAt === step.stage.id} title={step.stage.name} onClick={() => onLook(step.stage.id)}>
              <span className={classes.name}>
                <Sign step={step} />
                <bdi>{step.stage.name}</bdi>
                <Hidden>{t(`path.state.${stateOf(step)}`)}</Hidden>
              </span>
              <span className={classes.days} data-over={isOver}>
                {isOver && <IconHourglass size={12} aria-hidden />}
                {said}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
