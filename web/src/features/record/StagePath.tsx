/** The path really walked: a chevron per stage; clicking one shows its guidance and never moves the deal. */
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord, PathStep } from '@/api/types';
import { IconCheck, IconFlag3, IconHourglass } from '@/ui/icons';
import classes from './StagePath.module.css';

interface Props {
  record: OpportunityRecord;
  looksAt: number;
  /** The limit of the current stage, when we know it. */
  stuckDays: number | null;
  onLook: (stageId: number) => void;
}

function Sign({ step }: { step: PathStep }) {
  const size = { size: 15, 'aria-hidden': true } as const;
  if (step.stage.type !== 'open') return <IconFlag3 {...size} />;
  return step.state === 'done' ? <IconCheck {...size} stroke={2.2} /> : null;
}

function useDaysWords() {
  const { t } = useTranslation();
  return ({ state, days, visits, stage }: PathStep, limit: number | null): string => {
    if (stage.type !== 'open') return '';
    if (state === 'skipped') return t('path.skipped');
    if (state === 'ahead') return '';
    if (state === 'current') return limit === null ? t('path.day', { day: days }) : t('path.dayOf', { day: days, limit });
    return visits > 1 ? t('path.visits', { days, visits }) : t('card.days', { count: days });
  };
}

export function StagePath({ record, looksAt, stuckDays, onLook }: Props) {
  const { t } = useTranslation();
  const words = useDaysWords();
  return (
    <ol className={classes.path} aria-label={t('path.name')}>
      {record.path.map((step) => {
        const isCurrent = step.state === 'current';
        const limit = isCurrent ? stuckDays : null;
        const isOver = limit !== null && step.days > limit;
        const said = words(step, limit);
        return (
          <li key={step.stage.id} className={classes.step} data-state={step.state} data-type={step.stage.type} aria-current={isCurrent ? 'step' : undefined}>
            <button type="button" aria-pressed={looksAt === step.stage.id} title={step.stage.name} onClick={() => onLook(step.stage.id)} aria-label={t('path.step', { stage: step.stage.name, state: t(`path.state.${step.state}`), days: said })}>
              <span className={classes.name}>
                <Sign step={step} />
                <bdi>{step.stage.name}</bdi>
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
