/** Keys of the day: j and k or arrows walk its lines, Enter opens, d completes, x chooses, a adds. */
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayRow } from '@/api/day';
import { useShortcuts } from '@/lib/shortcuts';
import { isOpen, keyOf } from './rows';

interface Props {
  rows: readonly DayRow[];
  onOpen: (row: DayRow) => void;
  onComplete: (row: DayRow) => void;
  onMark: (row: DayRow) => void;
  onAdd: () => void;
  onUnmark: () => void;
}

const steps: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

function focusedKey(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
}

export function focusRow(key: string): boolean {
  const row = document.querySelector<HTMLElement>(`[data-row="${key}"]`);
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
  return row !== null;
}

export function useDayKeys({ rows, onOpen, onComplete, onMark, onAdd, onUnmark }: Props) {
  const { t } = useTranslation();
  const here = () => rows.findIndex((row) => keyOf(row) === focusedKey());
  const walk = (step: 1 | -1) => {
    const from = here();
    const first = rows.findIndex((row) => isOpen(row));
    const next = rows[from === -1 ? Math.max(first, 0) : from + step];
    if (next !== undefined) focusRow(keyOf(next));
  };
  const withRow = (act: (row: DayRow) => void) => () => {
    const row = rows[here()];
    if (row !== undefined && isOpen(row)) act(row);
  };
  useShortcuts(t('day.title'), [
    { keys: 'j', label: t('day.keys.down'), run: () => walk(1) },
    { keys: 'k', label: t('day.keys.up'), run: () => walk(-1) },
    { keys: 'Enter', label: t('day.keys.open') },
    { keys: 'd', label: t('day.keys.complete'), run: withRow(onComplete) },
    { keys: 'x', label: t('day.keys.mark'), run: withRow(onMark) },
    { keys: 'a', label: t('activity.new'), run: onAdd },
    { keys: 'Escape', label: t('day.keys.unmark'), run: onUnmark },
  ]);
  return (event: KeyboardEvent<HTMLElement>) => {
    const isRow = event.target instanceof HTMLElement && event.target.dataset.row !== undefined;
    if (!isRow || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = steps[event.key];
    const row = rows[here()];
    if (step !== undefined) walk(step);
    else if (event.key === 'Enter' && row !== undefined) onOpen(row);
    else return;
    event.preventDefault();
  };
}
