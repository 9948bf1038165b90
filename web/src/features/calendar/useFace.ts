/** What is said of an activity to those who do not see where it stands, beside what is written on it, and its colour. */
import { useTranslation } from 'react-i18next';
import type { CalendarActivity } from '@/api/calendar';
import { useFormats } from '@/lib/formats';

type FaceTone = 'plain' | 'linked' | 'late' | 'pending';

function toneOf({ is_outcome_pending: isPending, late_since: late, action, status }: CalendarActivity): FaceTone {
  if (isPending) return 'pending';
  if (late !== null && status === 'active') return 'late';
  return action === null ? 'plain' : 'linked';
}

export function useFace(activity: CalendarActivity, isLine: boolean): { rest: string; tone: FaceTone } {
  const { t } = useTranslation();
  const formats = useFormats();
  const { starts_at: starts, ends_at: ends, on_day: day, late_since: late } = activity;
  const when = starts !== null && ends !== null ? t('calendar.fromTo', { from: formats.instant(starts), to: formats.time(new Date(ends)) }) : formats.day(day ?? formats.today());
  const parts = [
    late === null ? when : null,
    activity.category === 'timed' ? null : t(activity.category === 'task' ? 'calendar.task' : 'activity.categories.all_day'),
    activity.location,
    isLine ? activity.opportunity_name : null,
    activity.stage === null ? null : t('calendar.inStage', { stage: activity.stage.name }),
    isLine && !activity.is_mine ? activity.responsible.name : null,
    activity.status === 'done' ? t('activity.isDone') : null,
    activity.is_outcome_pending ? t('outcome.pending') : null,
  ];
  return { rest: parts.filter(Boolean).join(', '), tone: toneOf(activity) };
}
