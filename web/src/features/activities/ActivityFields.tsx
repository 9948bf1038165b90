/** When, where and what about: the fields of an activity. */
import { useTranslation } from 'react-i18next';
import { Checkbox, Select, Textarea, TextInput } from '@/ui/controls';
import { categoryOf, startingAt, typeOf, type ActivityValues } from './activityValues';
import classes from './Activities.module.css';

const reminders = ['', '0', '5', '10', '15', '30', '60', '120', '1440'];

/** With what is set already, if that is none of those offered. */
function remindersFor(set: string): string[] {
  return reminders.includes(set) ? reminders : [...reminders, set];
}

interface Props {
  values: ActivityValues;
  onChange: (values: ActivityValues) => void;
}

export function WhenFields({ values, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.when}>
      <TextInput type="date" label={t('activity.day')} value={values.day} onChange={(event) => onChange({ ...values, day: event.currentTarget.value })} />
      {values.category === 'timed' && (
        <>
          <TextInput type="time" label={t('activity.from')} value={values.start} onChange={(event) => onChange(startingAt(values, event.currentTarget.value))} />
          <TextInput type="time" label={t('activity.to')} value={values.end} onChange={(event) => onChange({ ...values, end: event.currentTarget.value })} />
        </>
      )}
    </div>
  );
}

export function ActivityFields({ values, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.fields}>
      <TextInput label={t('activity.subject')} data-autofocus value={values.subject} onChange={(event) => onChange({ ...values, subject: event.currentTarget.value })} />
      <div className={classes.when}>
        <Select
          label={t('activity.type')}
          allowDeselect={false}
          data={(['meeting', 'call', 'to_do', 'personal'] as const).map((type) => ({ value: type, label: t(`activity.types.${type}`) }))}
          value={values.type}
          onChange={(type) => onChange({ ...values, type: typeOf(type) })}
        />
        <Select
          label={t('activity.category')}
          allowDeselect={false}
          data={(['timed', 'all_day', 'task'] as const).map((category) => ({ value: category, label: t(`activity.categories.${category}`) }))}
          value={values.category}
          onChange={(category) => onChange({ ...values, category: categoryOf(category) })}
        />
      </div>
      <WhenFields values={values} onChange={onChange} />
      <TextInput label={t('activity.place')} value={values.location} onChange={(event) => onChange({ ...values, location: event.currentTarget.value })} />
      <Textarea label={t('field.remarks')} autosize minRows={2} value={values.remarks} onChange={(event) => onChange({ ...values, remarks: event.currentTarget.value })} />
      <Select
        label={t('activity.reminder')}
        allowDeselect={false}
        data={remindersFor(values.reminder).map((value) => ({ value, label: value === '' ? t('activity.noReminder') : t('activity.reminds', { count: Number(value) }) }))}
        value={values.reminder}
        onChange={(reminder) => onChange({ ...values, reminder: reminder ?? '' })}
      />
      {values.category === 'timed' && (
        <Checkbox
          label={t('activity.invites')}
          description={t('activity.invitesHelp')}
          checked={values.invites}
          onChange={(event) => onChange({ ...values, invites: event.currentTarget.checked })}
        />
      )}
      {values.type !== 'personal' && (
        <Checkbox label={t('activity.tracked')} checked={values.isTracked} onChange={(event) => onChange({ ...values, isTracked: event.currentTarget.checked })} />
      )}
    </div>
  );
}
