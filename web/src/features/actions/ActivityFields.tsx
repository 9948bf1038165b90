/** When, where and what about: the fields of an activity. */
import { useTranslation } from 'react-i18next';
import { Checkbox, Select, Textarea, TextInput } from '@/ui/controls';
import { categoryOf, startingAt, typeOf, type ActivityValues } from './activityValues';
import classes from './Actions.module.css';

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
      {values.type !== 'personal' && (
        <Checkbox label={t('activity.tracked')} checked={values.isTracked} onChange={(event) => onChange({ ...values, isTracked: event.currentTarget.checked })} />
      )}
    </div>
  );
}
