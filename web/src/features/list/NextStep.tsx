/** What comes next and when: brick when that day has passed, petrol today, amber when nothing is planned. */
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api/list';
import { nextStepOf } from '@/api/nextStep';
import { daysBetween, dueState } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { IconAlertCircle, IconCalendarEvent, IconCircleDashed, IconClock } from '@/ui/icons';
import classes from './List.module.css';

const icons = { late: IconAlertCircle, today: IconClock, planned: IconCalendarEvent } as const;

export function NextStep({ row }: { row: Row }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (row.status !== 'open') return <bdi>{row.next_step}</bdi>;
  const next = nextStepOf(t, formats, row);
  if (next === null) {
    return (
      <span className={classes.sign} data-due="none">
        <IconCircleDashed size={14} aria-hidden />
        {t('card.noNextStep')}
      </span>
    );
  }
  const { what, on } = next;
  if (on === null) return <bdi>{what}</bdi>;
  const due = dueState(on, formats.today());
  const Icon = icons[due];
  return (
    <span className={classes.lines}>
      {what !== null && <bdi className={classes.step}>{what}</bdi>}
      <span className={classes.sign} data-due={due}>
        <Icon size={12} aria-hidden />
        {due === 'late' ? t('card.late', { count: -daysBetween(formats.today(), on) }) : formats.day(on)}
      </span>
    </span>
  );
}
