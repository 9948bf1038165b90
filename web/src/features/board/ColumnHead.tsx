/** The head of a column: the dot on the line, name, count and sums; while a card is in the hand, what the move would be. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hint } from '@/api/moveHints';
import type { Board, Column, Missing } from '@/api/types';
import { toggleFolded } from '@/lib/boardDisplay';
import { useFormats } from '@/lib/formats';
import { stageColour, stretch } from '@/lib/stageRamp';
import { ActionIcon } from '@/ui/controls';
import { IconFlag3, IconLayoutSidebarLeftCollapse } from '@/ui/icons';
import { Landing } from './Landing';
import { MoveHint } from './MoveHint';
import { StageHelp } from './StageHelp';
import classes from './ColumnHead.module.css';

function Sums({ column }: { column: Column }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return column.totals.map(({ currency, amount_minor: amount, weighted_minor: weighted }) => (
    <p key={currency} className={classes.sums}>
      <b>{formats.money(amount, currency)}</b> <span>{t('board.weightedDot', { amount: formats.money(weighted, currency) })}</span>
    </p>
  ));
}

/** On the line, where nothing of the column gives way to it. */
function Preview({ column }: { column: Column }) {
  const formats = useFormats();
  const sums = column.totals.map(({ currency, amount_minor: amount }) => formats.money(amount, currency)).join(' + ');
  return (
    <span className={classes.preview} aria-hidden>
      {[formats.number(column.count), sums].filter(Boolean).join(' · ')}
    </span>
  );
}

/** The sales goals for a stage, which stand beside its name; in brief where there is room for one small sign. */
export type Pies = (stage: { id: number; name: string }, isBrief?: boolean) => ReactNode;

interface Props {
  board: Board;
  column: Column;
  hint: Hint | null;
  missing: readonly Missing[];
  preview: Column | null;
  pies: Pies;
}

export function ColumnHead({ board, column, hint, missing, preview, pies }: Props) {
  const { t } = useTranslation();
  const count = board.columns.length;
  const index = board.columns.findIndex(({ stage }) => stage.id === column.stage.id);
  const isLast = index === count - 1;
  const won = board.closed.find(({ stage }) => stage.type === 'won');
  const ramp = stretch(stageColour(index, count), isLast ? 'var(--sl-won)' : stageColour(index + 1, count));
  return (
    <header className={classes.head} data-last={isLast} style={ramp}>
      <span className={classes.dot} data-dot aria-hidden />
      {preview !== null && <Preview column={preview} />}
      <div className={classes.title}>
        <h2 className={classes.name}>
          <bdi title={column.stage.name}>{column.stage.name}</bdi> <span className={classes.count}>{column.count}</span>
        </h2>
        {pies(column.stage)}
      </div>
      {isLast && won !== undefined && (
        <span className={classes.end}>
          <IconFlag3 size={14} aria-hidden />
          {t('board.won', { count: won.count })}
          {pies(won.stage)}
        </span>
      )}
      <ActionIcon className={classes.fold} variant="subtle" size={24} data-fold={column.stage.id} aria-expanded aria-label={t('board.fold', { stage: column.stage.name })} aria-keyshortcuts="-" onClick={() => toggleFolded(board.process.id, column.stage.id)}>
        <IconLayoutSidebarLeftCollapse size={15} aria-hidden className="flip" />
      </ActionIcon>
      <StageHelp processId={board.process.id} stage={column.stage} />
      {hint === null || hint.kind === 'here' ? <Sums column={column} /> : <MoveHint hint={hint} />}
      {missing.length > 0 && <Landing missing={missing} />}
    </header>
  );
}
