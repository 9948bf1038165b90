/** What shows that a deal needs attention, as a sentence. */
import type { TFunction } from 'i18next';
import type { Watch } from './types';
import type { Formats } from '@/lib/formats';

export function watchSentence(t: TFunction, formats: Formats, watch: Watch, stage: string): string {
  const on = watch.on ? formats.day(watch.on) : '';
  const since = watch.since ? formats.instant(watch.since) : '';
  const days = watch.days ?? 0;
  switch (watch.kind) {
    case 'stage_age':
    case 'never_started':
      return t(`watch.${watch.kind}`, { stage, since, days, limit: watch.limit_days ?? 0 });
    case 'idle':
      return t('watch.idle', { since, days, limit: watch.limit_days ?? 0 });
    case 'close_date_past':
    case 'next_step_past':
      return t(`watch.${watch.kind}`, { on, days });
    case 'no_next_step':
      return t('watch.no_next_step');
    case 'pushed':
      return t('watch.pushed', { pushes: watch.pushes ?? 0 });
  }
}
