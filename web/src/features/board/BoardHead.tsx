/** The head of the board: which process, what it holds, and the one primary act. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { boardTotals } from '@/api/boardOrder';
import { processesQuery } from '@/api/queries';
import type { Board } from '@/api/types';
import { useRight } from '@/api/useRight';
import { useFormats } from '@/lib/formats';
import { later } from '@/lib/later';
import { paths } from '@/lib/paths';
import { Button } from '@/ui/controls';
import { IconPlus, IconSelector } from '@/ui/icons';
import { usePopup } from '@/ui/popup';
import classes from './BoardHead.module.css';

const ProcessMenu = later(async () => (await import('./ProcessMenu')).ProcessMenu);

function ProcessName({ board }: { board: Board }) {
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
      <Suspense>{place !== null && <ProcessMenu at={place} processes={others} current={board.process.id} onClose={close} />}</Suspense>
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

export function BoardHead({ board }: { board: Board }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayAdd = useRight('create_opportunities');
  const add = () => void navigate({ to: paths.board, params: { processId: board.process.id }, search: { new: true } });
  return (
    <header className={classes.head}>
      <ProcessName board={board} />
      <Totals board={board} />
      {mayAdd && (
        <Button leftSection={<IconPlus size={15} aria-hidden />} rightSection={<kbd className={classes.key} aria-hidden>{'C'}</kbd>} onClick={add} aria-keyshortcuts="c">
          {t('board.new')}
        </Button>
      )}
    </header>
  );
}
