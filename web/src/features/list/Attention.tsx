/** Why a deal needs attention, in few words; pressed, it shows what each reason rests on. */
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api/list';
import { watchKinds, type WatchKind } from '@/api/watchKinds';
import { later } from '@/lib/later';
import { Hidden } from '@/ui/Hidden';
import { IconAlertCircle, IconCalendarEvent, IconCircleDashed, IconClock, IconHourglass } from '@/ui/icons';
import { usePopup } from '@/ui/popup';
import { Tag } from '@/ui/Tag';
import classes from './List.module.css';

const Reasons = later(async () => (await import('./Reasons')).Reasons);
const SHOWN = 2;

const signs = {
  stage_age: IconHourglass,
  never_started: IconHourglass,
  idle: IconClock,
  close_date_past: IconCalendarEvent,
  next_step_past: IconAlertCircle,
  no_next_step: IconCircleDashed,
  pushed: IconCalendarEvent,
} as const satisfies Record<WatchKind, unknown>;

function Reason({ kind }: { kind: WatchKind }) {
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

export function Attention({ row, isStop }: { row: Row; isStop: boolean }) {
  const { t } = useTranslation();
  const { place, close, button } = usePopup('dialog');
  if (row.watches.length === 0) return null;
  const kinds = watchKinds.filter((kind) => row.watches.some((watch) => watch.kind === kind));
  const left = kinds.length - SHOWN;
  return (
    <>
      <button type="button" className={classes.reasons} tabIndex={isStop ? 0 : -1} {...button}>
        <Hidden>{t('card.attention', { name: row.name })}</Hidden>
        {kinds.slice(0, SHOWN).map((kind) => (
          <Reason key={kind} kind={kind} />
        ))}
        {left > 0 && <span className={classes.left}>{t('list.moreReasons', { count: left })}</span>}
      </button>
      <Suspense>{place !== null && <Reasons at={place} row={row} onClose={close} />}</Suspense>
    </>
  );
}
