/** What comes next and when: brick when that day has passed, petrol today, amber when nothing is planned. */
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api/list';
import { daysBetween, dueState } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { IconAlertCircle, IconCalendarEvent, IconCircleDashed, IconClock } from '@/ui/icons';
import classes from './List.module.css';

const icons = { late: IconAlertCircle, today: IconClock, planned: IconCalendarEvent } as const;

export function NextStep({ row }: { row: Row }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { next_step: step, next_step_on: on } = row;
  if (row.status !== 'open') return <bdi>{step}</bdi>;
  if (step === null && on === null) {
    return (
      <span className={classes.sign} data-due="none">
        <IconCircleDashed size={14} aria-hidden />
        {t('card.noNextStep')}
      </span>
    );
  }
  if (on === null) return <bdi>{step}</bdi>;
  const due = dueState(on, formats.today());
  const Icon = icons[due];
  const said = {
    late: t('card.late', { count: -daysBetween(formats.today(), on) }),
    today: t('list.today'),
    planned: formats.day(on),
  };
  return (
    <span className={classes.lines}>
      {step !== null && <bdi className={classes.step}>{step}</bdi>}
      <span className={classes.sign} data-due={due}>
        <Icon size={12} aria-hidden />
        {said[due]}
      </span>
    </span>
  );
}
