/** The first step: what is counted. */
import { useTranslation } from 'react-i18next';
import { Radio } from '@/ui/controls';
import { metrics, withMetric, type Draft } from './addGoalDraft';
import classes from './AddGoal.module.css';

const about = { description: classes.about ?? '' };

export interface Choosing {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

export function GoalWhat({ draft, onChange }: Choosing) {
  const { t } = useTranslation();
  const choose = (value: string) => {
    const metric = metrics.find((each) => each === value);
    if (metric !== undefined) onChange(withMetric(draft, metric));
  };
  return (
    <Radio.Group label={t('newGoal.what')} value={draft.metric} onChange={choose}>
      <div className={classes.choices}>
        {metrics.map((metric) => (
          <Radio key={metric} className={classes.choice} classNames={about} value={metric} label={t(`newGoal.metric.${metric}`)} description={t(`newGoal.about.${metric}`)} data-autofocus={metric === draft.metric || undefined} />
        ))}
      </div>
    </Radio.Group>
  );
}
