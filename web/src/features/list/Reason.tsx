/** One reason for attention in two or three words. */
import { useTranslation } from 'react-i18next';
import type { WatchKind } from '@/api/watchKinds';
import { IconAlertCircle, IconCalendarEvent, IconCircleDashed, IconClock, IconHourglass } from '@/ui/icons';
import { Tag } from '@/ui/Tag';
import classes from './List.module.css';

const signs = {
  stage_age: IconHourglass,
  never_started: IconHourglass,
  idle: IconClock,
  close_date_past: IconCalendarEvent,
  next_step_past: IconAlertCircle,
  no_next_step: IconCircleDashed,
  pushed: IconCalendarEvent,
} as const satisfies Record<WatchKind, unknown>;

export function Reason({ kind }: { kind: WatchKind }) {
  const { t } = useTranslation();
  const Icon = signs[kind];
  const words = t(`watch.brief.${kind}`);
  if (kind === 'never_started') {
    return (
      <Tag tone="soon">
        <Icon size={12} aria-hidden />
        {words}
      </Tag>
    );
  }
  return (
    <span className={classes.sign} data-due={kind === 'close_date_past' || kind === 'next_step_past' ? 'late' : 'none'}>
      <Icon size={12} aria-hidden />
      <span>{words}</span>
    </span>
  );
}
