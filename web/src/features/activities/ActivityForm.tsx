/** The form in which every activity is booked or changed: what it is, what it meets in the calendar, and a refusal. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivitySaid } from '@/api/agenda';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import { ActivityFields } from './ActivityFields';
import { saidOf, timesOf, type ActivityValues } from './activityValues';
import { Conflicts } from './Conflicts';
import classes from './Activities.module.css';

interface Props {
  initial: () => ActivityValues;
  /** The activity itself when it is changed. */
  except?: number | null;
  asked: { failure: string | null; setFailure: (sentence: string) => void; isPending: boolean };
  save: string;
  onSave: (said: ActivitySaid) => void;
  /** What is asked besides. */
  children?: ReactNode;
  /** Beside saving. */
  acts: ReactNode;
}

export function ActivityForm({ initial, except = null, asked, save, onSave, children, acts }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [values, setValues] = useState(initial);
  const submit = () => {
    const times = timesOf(values, formats.zone);
    if (values.subject.trim() === '') asked.setFailure(t('activity.needsSubject'));
    else if (times === null) asked.setFailure(t('activity.needsTime'));
    else onSave(saidOf(values, times));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ActivityFields values={values} onChange={setValues} />
      <Conflicts values={values} except={except} />
      {children !== undefined && <div className={classes.besides}>{children}</div>}
      {asked.failure !== null && <p className={classes.wrong} role="alert">{asked.failure}</p>}
      <div className={classes.acts}>
        <Button type="submit" loading={asked.isPending}>{save}</Button>
        {acts}
      </div>
    </form>
  );
}
