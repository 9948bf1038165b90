/** One move of the past: from where to where, by whom, after how long, with what was accepted. */
import { Suspense, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useUndo } from '@/api/useMove';
import type { OpportunityRecord, PastMove } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import { Hidden } from '@/ui/Hidden';
import { IconArrowBackUp, IconArrowRight, IconFlag3, IconPlus } from '@/ui/icons';
import { Tag } from '@/ui/Tag';
import { isWin, moveSign } from './moveSign';
import classes from './History.module.css';

/** Petrol forward, amber back, plum where nobody's hand was in it, green for won, grey for every other end. */
function Sign({ move }: { move: PastMove }) {
  const kind = moveSign(move);
  const size = { size: 14, 'aria-hidden': true } as const;
  const isEnd = kind === 'won' || kind === 'plain' || kind === 'corrected';
  const end = isWin(move) ? 'won' : 'plain';
  return (
    <span className={classes.sign} data-kind={isEnd ? end : kind} data-automatic={['system', 'auto_advance'].includes(move.channel) || undefined}>
      {kind === 'created' && <IconPlus {...size} />}
      {(kind === 'forward' || kind === 'skip') && <IconArrowRight {...size} className="flip" />}
      {(kind === 'back' || kind === 'undo' || kind === 'reopened') && <IconArrowBackUp {...size} className="flip" />}
      {isEnd && <IconFlag3 {...size} />}
    </span>
  );
}

function Gaps({ move }: { move: PastMove }) {
  const { t } = useTranslation();
  if (move.gaps.length === 0) return null;
  return (
    <details className={classes.more}>
      <summary>{t(move.is_overridden ? 'history.overrode' : 'history.gaps', { count: move.gaps.length })}</summary>
      <ul className={classes.gaps}>
        {move.gaps.map((gap) => (
          <li key={`${gap.stage_id}-${gap.criterion_id}-${gap.name}`}>
            {gap.name}
            <Tag tone={gap.strength === 'hard' ? 'late' : 'soon'}>{t(`strength.${gap.strength}`)}</Tag>
          </li>
        ))}
      </ul>
    </details>
  );
}

const DAY_SECONDS = 86_400;

/** Tells why something happened; it comes from another feature. */
export type WhyPart = ComponentType<{ eventId: number; about: string; currency: string }>;

interface Props {
  move: PastMove;
  record: OpportunityRecord;
  Why: WhyPart;
}

export function MoveRow({ move, record, Why }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const undo = useUndo();
  const stages = { from: move.from_stage_name ?? '', to: move.to_stage_name };
  const kind = moveSign(move);
  const days = move.seconds_in_stage === null ? -1 : Math.floor(move.seconds_in_stage / DAY_SECONDS);
  const words = t('history.told', { who: move.actor.name, channel: move.channel, days });
  const said = [move.reason, move.note].filter((text) => text !== null);
  return (
    <li className={classes.row} data-undone={move.undone_by !== null}>
      <Sign move={move} />
      <p className={classes.words}>
        <b>{t(`history.kind.${kind}`, stages)}</b> <span>{words}</span>
        {move.undone_by !== null && <Tag>{t('history.undone')}</Tag>}
      </p>
      <p className={classes.time}>
        {move.can_undo && (
          <Button variant="default" size="compact-xs" loading={undo.isPending} onClick={() => undo.mutate({ id: record.id, moveId: move.id, name: record.name })}>{t('move.undo')}</Button>
        )}
        <time dir="auto" dateTime={move.at} title={formats.exactly(move.at)}>
          {formats.instant(move.at)}
          <Hidden>{` ${formats.exactly(move.at)}`}</Hidden>
          {move.is_estimated && ` (${t('history.estimated')})`}
        </time>
      </p>
      {said.length > 0 && <p className={`${classes.more} ${classes.quote}`}>{said.map((text) => t('history.quote', { text })).join(' ')}</p>}
      <Gaps move={move} />
      <div className={classes.more}>
        <Suspense><Why eventId={move.id} about={t(`history.kind.${kind}`, stages)} currency={record.currency} /></Suspense>
      </div>
    </li>
  );
}
