/** The steps of adding a goal, on our line; one that was passed can be gone back to. */
import { useTranslation } from 'react-i18next';
import classes from './AddGoal.module.css';

export const steps = ['what', 'howMuch', 'who'] as const;
export type Step = (typeof steps)[number];

interface Props {
  shown: readonly Step[];
  step: Step;
  onGo: (step: Step) => void;
}

export function GoalSteps({ shown, step, onGo }: Props) {
  const { t } = useTranslation();
  const now = shown.indexOf(step);
  return (
    <ol className={classes.steps} aria-label={t('newGoal.steps')}>
      {shown.map((each, place) => (
        <li key={each} className={classes.step} data-reached={place < now} aria-current={place === now ? 'step' : undefined}>
          <span className={classes.dot} data-dot aria-hidden />
          {place < now ? (
            <button type="button" className={classes.go} onClick={() => onGo(each)}>{t(`newGoal.step.${each}`)}</button>
          ) : (
            <span>{t(`newGoal.step.${each}`)}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
