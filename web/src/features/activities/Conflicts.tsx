/** What else one has at the time that is filled in. It warns and stops nobody. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { calendarQuery } from '@/api/calendar';
import { addDays, isDay } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { atTheSameTime, timesOf, type ActivityValues } from './activityValues';
import classes from './Activities.module.css';

interface Props {
  values: ActivityValues;
  /** The activity itself, which is in nobody's way. */
  except: number | null;
}

export function Conflicts({ values, except }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const isAsked = values.category === 'timed' && isDay(values.day);
  const day = isAsked ? values.day : formats.today();
  const { data } = useQuery({ ...calendarQuery(day, addDays(day, 2), ['mine']), enabled: isAsked });
  const times = isAsked ? timesOf(values, formats.zone) : null;
  const found = times === null ? [] : atTheSameTime(times, data?.items ?? [], except);
  const names = new Intl.ListFormat(formats.locale, { type: 'conjunction' }).format(found.map(({ subject }) => subject));
  return <p className={classes.conflict} role="status">{found.length > 0 && t('calendar.conflict', { names })}</p>;
}
