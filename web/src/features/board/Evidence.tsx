/** Why a deal needs attention: each reason with what shows it, and its days over all visits. */
import { useTranslation } from 'react-i18next';
import type { Card, Column } from '@/api/types';
import { watchSentence } from '@/api/watchSentence';
import { useFormats } from '@/lib/formats';
import { Popover } from '@/ui/controls';
import { At } from '@/ui/popup';
import classes from './Evidence.module.css';

interface Props {
  at: HTMLElement;
  card: Card;
  stage: Column['stage'];
  onClose: () => void;
}

export function Evidence({ at, card, stage, onClose }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const isMore = card.cumulative_days_in_stage > card.days_in_stage;
  return (
    <Popover opened onChange={onClose} position="bottom-end" width={320} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <At element={at} />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('card.attention', { name: card.name })}>
        <div className={classes.evidence} data-autofocus tabIndex={-1}>
          <h3>{t('watch.title')}</h3>
          <ul>
            {card.watches.map((watch) => (
              <li key={watch.kind}>
                {watchSentence(t, formats, watch, stage.name)}
                {watch.since && <time dateTime={watch.since}>{formats.instant(watch.since)}</time>}
              </li>
            ))}
          </ul>
          {isMore && <p>{t('card.cumulative', { count: card.cumulative_days_in_stage })}</p>}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
