/** The head of the board: which process, what it holds, and the one primary act. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardLook, BoardSort } from '@/api/boardLook';
import { boardTotals } from '@/api/boardOrder';
import { processesQuery } from '@/api/queries';
import type { Board } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { later } from '@/lib/later';
import { paths } from '@/lib/paths';
import { Button } from '@/ui/controls';
import { IconAdjustmentsHorizontal, IconAlertCircle, IconArrowsSort, IconPlus, IconSelector } from '@/ui/icons';
import { usePopup } from '@/ui/popup';
import { useMayAdd } from './useMayAdd';
import classes from './BoardHead.module.css';

const ProcessMenu = later(async () => (await import('./ProcessMenu')).ProcessMenu);
const SortMenu = later(async () => (await import('./SortMenu')).SortMenu);
const DisplayMenu = later(async () => (await import('./DisplayMenu')).DisplayMenu);

function ProcessName({ board, look }: { board: Board; look: BoardLook }) {
  const { t } = useTranslation();
  const { place, close, button } = usePopup('menu');
  const { data: processes } = useSuspenseQuery(processesQuery);
  const others = processes.filter(({ state, id }) => state === 'published' || id === board.process.id);
  if (others.length < 2) return <h1 className={classes.title}>{board.process.name}</h1>;
  return (
    <>
      <h1 className={classes.title}>
        <button type="button" className={classes.switcher} aria-label={t('board.switch', { name: board.process.name })} {...button}>
          {board.process.name}
          <IconSelector size={16} aria-hidden />
        </button>
      </h1>
      <Suspense>{place !== null && <ProcessMenu at={place} processes={others} current={board.process.id} look={look} onClose={close} />}</Suspense>
    </>
  );
}

function Totals({ board }: { board: Board }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const count = board.columns.reduce((sum, column) => sum + column.count, 0);
  return (
    <p className={classes.totals}>
      <span>{t('board.open', { count })}</span>
      {boardTotals(board).map(({ currency, amount_minor: amount, weighted_minor: weighted }) => (
        <span key={currency} className={classes.pair}>
          <b>{formats.money(amount, currency)}</b>
          <span>{t('board.weighted', { amount: formats.money(weighted, currency) })}</span>
        </span>
      ))}
    </p>
  );
}

function Attention({ count, look, onLook }: { count: number } & Looking) {
  const { t } = useTranslation();
  const { attention, ...rest } = look;
  const isOn = attention !== undefined;
  if (count === 0 && !isOn) return null;
  return (
    <button type="button" className={classes.choice} data-tone="soon" aria-pressed={isOn} onClick={() => onLook(isOn ? rest : { ...look, attention: ['any'] })}>
      <IconAlertCircle size={15} aria-hidden />
      {t('board.attention', { count })}
    </button>
  );
}

function Sort({ look, onLook }: Looking) {
  const { t } = useTranslation();
  const { place, close, button } = usePopup('menu');
  const { sort = 'rank', ...rest } = look;
  const pick = (wanted: BoardSort) => onLook(wanted === 'rank' ? rest : { ...rest, sort: wanted });
  return (
    <>
      <button type="button" className={classes.choice} {...button}>
        <IconArrowsSort size={15} aria-hidden />
        {t('board.sort', { by: t(`board.sortBy.${sort}`) })}
      </button>
      <Suspense>{place !== null && <SortMenu at={place} current={sort} onPick={pick} onClose={close} />}</Suspense>
    </>
  );
}

function Display({ board }: { board: Board }) {
  const { t } = useTranslation();
  const { place, close, button } = usePopup('menu');
  return (
    <>
      <button type="button" className={classes.choice} {...button}>
        <IconAdjustmentsHorizontal size={15} aria-hidden />
        {t('board.display')}
      </button>
      <Suspense>{place !== null && <DisplayMenu at={place} board={board} onClose={close} />}</Suspense>
    </>
  );
}

interface Looking {
  look: BoardLook;
  onLook: (look: BoardLook) => void;
}

interface Props extends Looking {
  board: Board;
  /** The way to the same deals as a list. */
  asList?: ReactNode;
  /** Saved views, chips and what adds a filter. */
  filters?: ReactNode;
}

export function BoardHead({ board, look, onLook, asList, filters }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: paths.board });
  const mayAdd = useMayAdd(board);
  const add = () => void navigate({ to: paths.board, params: { processId: board.process.id }, search: (before) => ({ ...before, new: true }) });
  return (
    <header className={classes.head}>
      <ProcessName board={board} look={look} />
      {asList}
      <Totals board={board} />
      {mayAdd && (
        <Button className={classes.new} leftSection={<IconPlus size={15} aria-hidden />} rightSection={<kbd className={classes.key} aria-hidden>{'C'}</kbd>} onClick={add} aria-keyshortcuts="c">
          {t('board.new')}
        </Button>
      )}
      <div className={classes.second}>
        <div className={classes.filters}>{filters}</div>
        <Attention count={board.attention_count} look={look} onLook={onLook} />
        <Sort look={look} onLook={onLook} />
        <Display board={board} />
      </div>
    </header>
  );
}
