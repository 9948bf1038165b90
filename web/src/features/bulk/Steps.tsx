/** The three parts of the sheet, and which of them is shown. */
import { useTranslation } from 'react-i18next';
import classes from './BulkSheet.module.css';

const steps = ['choose', 'preview', 'result'] as const;

export type Step = (typeof steps)[number];

export function Steps({ step }: { step: Step }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.steps} aria-label={t('bulk.steps')}>
      {steps.map((each) => (
        <li key={each} aria-current={each === step ? 'step' : undefined}>{t(`bulk.step.${each}`)}</li>
      ))}
    </ol>
  );
}
