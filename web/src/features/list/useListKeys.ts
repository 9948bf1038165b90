/** Keys in the table: arrows, j and k walk the rows, left and right the cells of one; Enter opens or edits; m moves. */
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isTyping } from '@/lib/keyboard';
import { useShortcuts } from '@/lib/shortcuts';
import type { Line } from './lines';

/** Where the focus is: on a row, or on one of its cells. */
export interface Spot {
  id: number;
  column: number | null;
}

interface Props {
  lines: readonly Line[];
  spot: Spot | null;
  columns: number;
  page: number;
  onGo: (spot: Spot) => void;
  onOpen: (id: number) => void;
  /** Answers whether the cell can be edited. */
  onEdit: (spot: Spot) => boolean;
  onMenu: (id: number) => void;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

export function useListKeys({ lines, spot, columns, page, onGo, onOpen, onEdit, onMenu }: Props) {
  const { t } = useTranslation();
  useShortcuts(t('keys.card'), [
    { keys: 'Enter', label: t('keys.open') },
    { keys: 'm', label: t('keys.move') },
    { keys: 'j ArrowDown', label: t('keys.rowDown') },
    { keys: 'k ArrowUp', label: t('keys.rowUp') },
    { keys: 'ArrowLeft ArrowRight', label: t('keys.cells') },
  ]);
  const rows = lines.flatMap((line) => (line.kind === 'row' ? [line.row.id] : []));

  const rowAt = (key: string, from: number): number | undefined => {
    const step = steps[key];
    if (step !== undefined) return rows[from + step];
    if (key === 'PageDown') return rows[Math.min(rows.length - 1, from + page)];
    if (key === 'PageUp') return rows[Math.max(0, from - page)];
    if (key === 'Home') return rows[0];
    return key === 'End' ? rows.at(-1) : undefined;
  };

  const besides = (key: string, { id, column }: Spot): Spot | undefined => {
    const isRtl = document.documentElement.dir === 'rtl';
    const on = isRtl ? 'ArrowLeft' : 'ArrowRight';
    const back = isRtl ? 'ArrowRight' : 'ArrowLeft';
    if (key === on) return { id, column: column === null ? 0 : Math.min(columns - 1, column + 1) };
    if (key === back && column !== null) return { id, column: column === 0 ? null : column - 1 };
    return key === 'Escape' && column !== null ? { id, column: null } : undefined;
  };

  const act = (key: string, at: Spot): boolean => {
    const from = rows.indexOf(at.id);
    const row = rowAt(key, from);
    const beside = besides(key, at);
    if (row !== undefined) onGo({ id: row, column: at.column });
    else if (beside !== undefined) onGo(beside);
    else if (key === 'Enter') {
      if (at.column === null || !onEdit(at)) onOpen(at.id);
    } else if (key === 'm') onMenu(at.id);
    else return false;
    return true;
  };

  return (event: KeyboardEvent<HTMLElement>) => {
    if (spot === null || event.defaultPrevented || isTyping(event.target) || event.altKey || event.metaKey || event.ctrlKey || event.shiftKey) return;
    // Buttons and boxes inside keep their own keys.
    if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('button, input, a') !== null) return;
    if (act(event.key, spot)) event.preventDefault();
  };
}
