/** How long a card that needs attention stands in its stage, as a button to the evidence. */
import type { TFunction } from 'i18next';
import { Suspense } from 'react';
import type { Card, Column } from '@/api/types';
import { later } from '@/lib/later';
import { IconAlertCircle, IconHourglass } from '@/ui/icons';
import { usePopup } from '@/ui/popup';
import { Hidden } from '@/ui/Hidden';
import { Tag } from '@/ui/Tag';
import classes from './CardFacts.module.css';

const Evidence = later(async () => (await import('./Evidence')).Evidence);

export function WatchSign({ card, stage, isStop, t }: { card: Card; stage: Column['stage']; isStop: boolean; t: TFunction }) {
  const { place, close, button } = usePopup('dialog');
  const words = t('card.days', { count: card.days_in_stage });
  const isOld = card.watches.some(({ kind }) => kind === 'stage_age' || kind === 'never_started');
  const isNew = card.watches.some(({ kind }) => kind === 'never_started');
  return (
    <>
      {isNew && <Tag tone="soon">{t('card.neverStarted')}</Tag>}
      <button type="button" className={classes.watch} tabIndex={isStop ? 0 : -1} {...button}>
        <Hidden>{t('card.attention', { name: card.name })}</Hidden>
        <Tag tone={isOld ? 'soon' : 'plain'}>
          {isOld ? <IconHourglass size={12} aria-hidden /> : <IconAlertCircle size={12} aria-hidden />}
          {words}
        </Tag>
      </button>
      <Suspense>{place !== null && <Evidence at={place} card={card} stage={stage} onClose={close} />}</Suspense>
    </>
  );
}
