/** The table: as many lines as stand in the window, the head and the first column always in sight. */
import { Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { ListTotals, Look, Row } from '@/api/list';
import { later } from '@/lib/later';
import { useSelecting } from '@/lib/selection';
import { takeReturn } from '@/lib/trail';
import { columnShape } from './columns';
import { ListHead } from './ListHead';
import { isEditable, ListRow } from './ListRow';
import { linesOf, type Line } from './lines';
import type { PiesOf } from './pies';
import { Sums } from './Totals';
import { useColumnNames } from './useColumnNames';
import { useListKeys, type Spot } from './useListKeys';
import { useWindow } from './useWindow';
import classes from './List.module.css';

const StageMenu = later(async () => (await import('./StageMenu')).StageMenu);
/** Where the head of the group has said it. */
const nothing = () => null;
const AHEAD = 30;
const BOX = 40;

interface Props {
  rows: readonly Row[];
  look: Look;
  columns: readonly string[];
  totals: ListTotals | undefined;
  pies: PiesOf;
  isBusy: boolean;
  isBrief: boolean;
  hasMore: boolean;
  onMore: () => void;
  onLook: (look: Partial<Look>) => void;
  onOpen: (id: number) => void;
  onMove: (row: Row, stageId: number, stageName: string) => void;
}

function element({ id, column }: Spot): HTMLElement | null {
  const row = document.querySelector<HTMLElement>(`[data-card="${id}"]`);
  return column === null ? row : (row?.querySelectorAll<HTMLElement>('td[data-column]').item(column) ?? null);
}

function asStyle({ width, narrow = width }: { width: number; narrow?: number }): Record<string, string> {
  return { '--wide': `${width}px`, '--narrow': `${narrow}px` };
}

function whole(columns: readonly string[]): { width: number; narrow: number } {
  const shapes: readonly { width: number; narrow?: number }[] = columns.map((column) => columnShape(column));
  return shapes.reduce<{ width: number; narrow: number }>((sum, { width, narrow = width }) => ({ width: sum.width + width, narrow: sum.narrow + narrow }), { width: BOX, narrow: BOX });
}

function GroupLine({ line, place, span, pies }: { line: Line & { kind: 'group' }; place: number; span: number; pies: ReactNode }) {
  const { t } = useTranslation();
  const { name, count, totals } = line.group;
  return (
    <tr className={classes.group} aria-rowindex={place + 2}>
      <th colSpan={span} scope="rowgroup">
        <span className={classes.groupName}>
          <bdi>{name}</bdi>
          {pies}
          {count > 0 && <span className={classes.count}>{t('list.count', { count })}</span>}
          <Sums totals={totals} />
        </span>
      </th>
    </tr>
  );
}

export function DealTable({ rows, look, columns, totals, pies, isBusy, isBrief, hasMore, onMore, onLook, onOpen, onMove }: Props) {
  const { t } = useTranslation();
  const { nameOf } = useColumnNames();
  const lines = useMemo(() => linesOf(rows, look.group, totals?.groups ?? []), [rows, look.group, totals]);
  const { scroller, line: height, onScroll, reveal, page, first, last } = useWindow(lines.length);
  const [spot, setSpot] = useState<Spot | null>(null);
  const [editing, setEditing] = useState<Spot | null>(null);
  const [menu, setMenu] = useState<{ at: HTMLElement; row: Row } | null>(null);
  const shown = useMemo(() => [rows.map(({ id, version, name }) => ({ id, version, name }))], [rows]);

  const go = useCallback(
    (to: Spot) => {
      const index = lines.findIndex((line) => line.kind === 'row' && line.row.id === to.id);
      flushSync(() => {
        reveal(index);
        setSpot(to);
      });
      element(to)?.focus({ preventScroll: to.column === null });
    },
    [lines, reveal],
  );
  const goToRow = useCallback((id: number) => go({ id, column: null }), [go]);
  useSelecting('list', shown, goToRow);
  useEffect(() => {
    if (hasMore && last > lines.length - AHEAD) onMore();
  }, [hasMore, last, lines.length, onMore]);

  const rowOf = useCallback((id: number) => rows.find((row) => row.id === id), [rows]);
  useEffect(() => {
    const left = takeReturn();
    if (left !== null && document.activeElement === document.body && rowOf(left) !== undefined) goToRow(left);
  }, [goToRow, rowOf]);
  const openMenu = useCallback(
    (id: number) => {
      const row = rowOf(id);
      const place = columns.indexOf('stage');
      const at = element({ id, column: place < 0 ? null : place });
      if (row?.may_move === true && at !== null) setMenu({ at, row });
    },
    [columns, rowOf],
  );
  const edit = useCallback(
    (id: number, column: number): boolean => {
      const row = rowOf(id);
      const name = columns[column];
      if (row === undefined || name === undefined) return false;
      const pressed = name === 'watches' ? element({ id, column })?.querySelector('button') : null;
      pressed?.click();
      if (pressed !== null && pressed !== undefined) return true;
      if (!isEditable(row, name)) return false;
      if (name === 'stage') openMenu(id);
      else setEditing({ id, column });
      return true;
    },
    [columns, openMenu, rowOf],
  );
  const close = useCallback(() => {
    setEditing((before) => {
      if (before !== null) requestAnimationFrame(() => element(before)?.focus({ preventScroll: true }));
      return null;
    });
  }, []);
  const spotAt = useCallback((id: number, column: number | null) => setSpot({ id, column }), []);
  const editAt = useCallback((id: number, column: number) => void edit(id, column), [edit]);
  const press = useListKeys({
    lines,
    spot,
    columns: columns.length,
    page,
    onGo: go,
    onOpen,
    onEdit: ({ id, column }) => column !== null && edit(id, column),
    onMenu: openMenu,
  });
  const leaveMenu = () => {
    const back = menu;
    setMenu(null);
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) back?.at.focus({ preventScroll: true });
    });
  };

  const firstRow = lines.find((line) => line.kind === 'row');
  const isSpotShown = spot !== null && rowOf(spot.id) !== undefined;
  return (
    <div ref={scroller} className={classes.scroller} onScroll={onScroll} aria-busy={isBusy}>
      {/* A grid is a table whose cells can be walked through by keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role */}
      <table role="grid" aria-label={t('list.table')} aria-rowcount={totals === undefined ? -1 : totals.count + 1} aria-multiselectable className={classes.table} style={asStyle(whole(columns))} data-brief={isBrief} onKeyDown={press}>
        <colgroup>
          <col style={asStyle({ width: BOX })} />
          {columns.map((column) => (
            <col key={column} style={asStyle(columnShape(column))} />
          ))}
        </colgroup>
        <ListHead columns={columns} nameOf={nameOf} sort={look.sort} shown={rows.length} onSort={(sort) => onLook({ sort })} />
        <tbody>
          {first > 0 && <tr aria-hidden style={{ blockSize: first * height }} />}
          {lines.slice(first, last).map((line, index) =>
            line.kind === 'group' ? (
              <GroupLine key={line.key} line={line} place={first + index} span={columns.length + 1} pies={look.group === 'stage' && typeof line.group.key === 'number' && pies({ id: line.group.key, name: line.group.name })} />
            ) : (
              <ListRow
                key={line.key}
                row={line.row}
                place={first + index}
                columns={columns}
                nameOf={nameOf}
                pies={look.group === 'stage' ? nothing : pies}
                focused={spot?.id === line.row.id ? spot.column : undefined}
                editing={editing?.id === line.row.id ? editing.column : null}
                isFirst={!isSpotShown && firstRow === line}
                isBrief={isBrief}
                onSpot={spotAt}
                onEdit={editAt}
                onOpen={onOpen}
                onClose={close}
              />
            ),
          )}
          {last < lines.length && <tr aria-hidden style={{ blockSize: (lines.length - last) * height }} />}
        </tbody>
      </table>
      <Suspense>{menu !== null && <StageMenu at={menu.at} row={menu.row} onMove={onMove} onClose={leaveMenu} />}</Suspense>
    </div>
  );
}
