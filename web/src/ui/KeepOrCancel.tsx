/** Activities that are still open, each to be kept or cancelled; nothing is chosen beforehand. */
import { useTranslation } from 'react-i18next';
import { Button, Radio } from './controls';
import { IconCalendarX } from './icons';
import classes from './KeepOrCancel.module.css';

interface Open {
  id: number;
  /** Its subject and when it is. */
  name: string;
}

interface Props {
  activities: readonly Open[];
  /** Whether each is cancelled; those without an answer are not in it. */
  answers: Readonly<Record<number, boolean>>;
  onAnswer: (answers: Readonly<Record<number, boolean>>) => void;
}

export function KeepOrCancel({ activities, answers, onAnswer }: Props) {
  const { t } = useTranslation();
  const all = (isCancelled: boolean) => onAnswer({ ...answers, ...Object.fromEntries(activities.map(({ id }) => [id, isCancelled])) });
  return (
    <>
      <ul className={classes.list}>
        {activities.map(({ id, name }) => (
          <li key={id} className={classes.row} data-activity={id}>
            <IconCalendarX size={17} aria-hidden />
            <Radio.Group
              label={t('question.open', { name })}
              value={answers[id] === undefined ? null : String(answers[id])}
              onChange={(value) => onAnswer({ ...answers, [id]: value === 'true' })}
            >
              <span className={classes.choices}>
                <Radio value="false" label={t('question.keep')} />
                <Radio value="true" label={t('question.cancel')} />
              </span>
            </Radio.Group>
          </li>
        ))}
      </ul>
      {activities.length > 1 && (
        <p className={classes.all}>
          <Button variant="subtle" size="compact-sm" onClick={() => all(false)}>{t('question.keepAll')}</Button>
          <Button variant="subtle" size="compact-sm" onClick={() => all(true)}>{t('question.cancelAll')}</Button>
        </p>
      )}
    </>
  );
}
