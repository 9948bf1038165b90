/** What comes next for a deal: what somebody wrote down, else the soonest activity that is still ahead. */
import type { TFunction } from 'i18next';
import { dayIn, type Day } from '@/lib/days';
import type { Formats } from '@/lib/formats';
import type { Card } from './types';

export interface NextStep {
  what: string | null;
  on: Day | null;
}

type Planned = Pick<Card, 'next_step' | 'next_step_on' | 'next_activity'>;

export function nextStepOf(t: TFunction, { zone }: Formats, { next_step: what, next_step_on: on, next_activity: activity }: Planned): NextStep | null {
  if (what !== null || on !== null) return { what, on };
  if (activity === null) return null;
  const { subject, starts_at: begin, on_day: day } = activity;
  return { what: subject ?? t('activity.private'), on: begin === null ? day : dayIn(zone, new Date(begin)) };
}
