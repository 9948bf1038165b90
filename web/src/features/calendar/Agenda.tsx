/** The calendar as a list: day by day, what is to be done. */
import { useTranslation } from 'react-i18next';
import type { CalendarActivity } from '@/api/calendar';
import type { Day } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import { EventFace } from './EventFace';
import { byDay } from './placing';
import type { Span } from './spans';
import { useWandering } from './useWandering';
import classes from './Calendar.module.css';

interface Props {
  activities: readonly CalendarActivity[];
  span: Span;
  today: Day;
  onOpen: (id: number) => void;
  onNew: () => void;
}

export function Agenda({ activities, span, today, onOpen, onNew }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const wandering = useWandering();
  const days = byDay(activities, span, formats.zone, today);
  const long = new Intl.DateTimeFormat(formats.locale, { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' });
  if (days.length === 0) {
    return (
      <div className={classes.empty}>
        <p>{t('calendar.nothing')}</p>
        <Button variant="default" onClick={onNew}>{t('calendar.new')}</Button>
      </div>
    );
  }
  return (
    // The arrows go from one activity to the next; each of them is a button of its own.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={classes.agenda} {...wandering}>
      {days.map(([day, items]) => (
        <section key={day} aria-label={long.format(new Date(`${day}T00:00:00Z`))} data-today={day === today}>
          <h2>
            {long.format(new Date(`${day}T00:00:00Z`))}
            {day === today && <span>{t('calendar.today')}</span>}
          </h2>
          <ul>
            {items.map((activity) => (
              <li key={activity.id}>
                <EventFace activity={activity} isLine={false} onOpen={onOpen} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
