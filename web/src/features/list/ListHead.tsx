/** The heads of the columns: a press sorts by one, and the box selects all that is shown. */
import { useTranslation } from 'react-i18next';
import type { Sort } from '@/api/list';
import { clearSelection, selectShown, useSelection } from '@/lib/selection';
import { Checkbox } from '@/ui/controls';
import { IconChevronDown, IconChevronUp } from '@/ui/icons';
import { columnShape, nextSort, wayOf } from './columns';
import classes from './List.module.css';

interface Props {
  columns: readonly string[];
  nameOf: (column: string) => string;
  sort: Sort;
  shown: number;
  onSort: (sort: Sort) => void;
}

function SelectAll({ shown }: { shown: number }) {
  const { t } = useTranslation();
  const count = useSelection('list').items.size;
  const isAll = shown > 0 && count >= shown;
  return (
    <Checkbox
      size="xs"
      checked={isAll}
      indeterminate={count > 0 && !isAll}
      aria-label={t('list.selectAll')}
      onChange={() => (isAll ? clearSelection('list') : selectShown('list'))}
    />
  );
}

export function ListHead({ columns, nameOf, sort, shown, onSort }: Props) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th className={classes.box} scope="col">
          <SelectAll shown={shown} />
        </th>
        {columns.map((column) => {
          const way = wayOf(column, sort);
          const next = nextSort(column, sort);
          const name = nameOf(column);
          return (
            <th key={column} scope="col" data-column={column} data-number={columnShape(column).isNumber} aria-sort={next === undefined ? undefined : way}>
              {next === undefined ? (
                name
              ) : (
                <button type="button" className={classes.sort} onClick={() => onSort(next)}>
                  {name}
                  {way === 'ascending' && <IconChevronUp size={14} aria-hidden />}
                  {way === 'descending' && <IconChevronDown size={14} aria-hidden />}
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
