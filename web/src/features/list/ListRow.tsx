/** One deal as a row: its box, and a cell for each column. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api/list';
import { useSelectable } from '@/lib/selection';
import { Checkbox } from '@/ui/controls';
import { Brief } from './Brief';
import { Cell } from './Cell';
import { CellEditor } from './CellEditor';
import { columnShape } from './columns';
import type { PiesOf } from './pies';
import classes from './List.module.css';

interface Props {
  row: Row;
  place: number;
  columns: readonly string[];
  nameOf: (column: string) => string;
  pies: PiesOf;
  /** The cell the focus is on, `null` for the row itself, `undefined` when it is elsewhere. */
  focused: number | null | undefined;
  editing: number | null;
  isFirst: boolean;
  /** On a phone: the first cell tells the rest as well. */
  isBrief: boolean;
  onSpot: (id: number, column: number | null) => void;
  onEdit: (id: number, column: number) => void;
  onOpen: (id: number) => void;
  onClose: () => void;
}

export function isEditable(row: Row, column: string): boolean {
  const { edit } = columnShape(column);
  if (edit === 'owner') return row.may_assign;
  return edit === 'stage' ? row.may_move : edit === 'field' && row.may_edit;
}

function ListRowPlain({ row, place, columns, nameOf, pies, focused, editing, isFirst, isBrief, onSpot, onEdit, onOpen, onClose }: Props) {
  const { t } = useTranslation();
  const { isSelected, toggle, click } = useSelectable('list', row.id);
  const canFocusRow = focused === null || (focused === undefined && isFirst);
  const content = (column: string, index: number) => {
    if (editing === index && column !== 'stage') return <CellEditor row={row} column={column} label={nameOf(column)} onClose={onClose} />;
    return isBrief ? <Brief row={row} /> : <Cell row={row} column={column} isStop={focused !== undefined || isFirst} pies={pies} />;
  };
  return (
    <tr
      className={classes.row}
      data-card={row.id}
      data-place={place}
      data-selected={isSelected}
      aria-rowindex={place + 2}
      aria-selected={isSelected}
      tabIndex={canFocusRow ? 0 : -1}
      onClickCapture={click}
      onFocus={(event) => event.target === event.currentTarget && onSpot(row.id, null)}
    >
      <td className={classes.box}>
        <Checkbox size="xs" checked={isSelected} onChange={toggle} aria-label={t('card.select', { name: row.name })} tabIndex={-1} />
      </td>
      {columns.map((column, index) => {
        const may = isEditable(row, column);
        const isEditing = editing === index;
        return (
          // The table hears the keys; a click on a cell is also one on its row.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <td
            key={column}
            data-column={column}
            data-number={columnShape(column).isNumber}
            data-editable={may}
            data-editing={isEditing}
            tabIndex={focused === index ? 0 : -1}
            aria-readonly={!may}
            aria-haspopup={column === 'stage' && may ? 'menu' : undefined}
            onFocus={(event) => event.target === event.currentTarget && onSpot(row.id, index)}
            onDoubleClick={() => (may ? onEdit(row.id, index) : onOpen(row.id))}
            onClick={column === 'name' ? () => onOpen(row.id) : undefined}
          >
            {content(column, index)}
          </td>
        );
      })}
    </tr>
  );
}

export const ListRow = memo(ListRowPlain);
