/** Which columns the list has, and in which order. */
import { useTranslation } from 'react-i18next';
import { ActionIcon, Checkbox, Popover } from '@/ui/controls';
import { IconChevronLeft, IconChevronRight } from '@/ui/icons';
import { At } from '@/ui/popup';
import { moved } from './columns';
import { useColumnNames } from './useColumnNames';
import classes from './List.module.css';

interface Props {
  at: HTMLElement;
  columns: readonly string[];
  onChange: (columns: readonly string[]) => void;
  onClose: () => void;
}

function Shown({ columns, column, onChange }: Omit<Props, 'at' | 'onClose'> & { column: string }) {
  const { t } = useTranslation();
  const { nameOf } = useColumnNames();
  const place = columns.indexOf(column);
  const name = nameOf(column);
  return (
    <li className={classes.choice}>
      <Checkbox checked label={name} disabled={place === 0} onChange={() => onChange(columns.filter((other) => other !== column))} />
      <span role="group" aria-label={t('list.moveColumn', { column: name })}>
        <ActionIcon variant="subtle" size={24} disabled={place < 2} aria-label={t('list.left')} onClick={() => onChange(moved(columns, column, -1))}>
          <IconChevronLeft size={14} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" size={24} disabled={place === 0 || place === columns.length - 1} aria-label={t('list.right')} onClick={() => onChange(moved(columns, column, 1))}>
          <IconChevronRight size={14} aria-hidden />
        </ActionIcon>
      </span>
    </li>
  );
}

export function ColumnMenu({ at, columns, onChange, onClose }: Props) {
  const { t } = useTranslation();
  const { all, nameOf } = useColumnNames();
  const others = all.filter((column) => !columns.includes(column));
  return (
    <Popover opened onChange={(isOpen) => !isOpen && onClose()} position="bottom-end" width={300} withinPortal trapFocus shadow="md">
      <Popover.Target>
        <At element={at} />
      </Popover.Target>
      <Popover.Dropdown className={classes.choices} aria-label={t('list.columns')}>
        <h2>{t('list.shown')}</h2>
        <ul>
          {columns.map((column) => (
            <Shown key={column} columns={columns} column={column} onChange={onChange} />
          ))}
        </ul>
        {others.length > 0 && <h2>{t('list.hidden')}</h2>}
        <ul>
          {others.map((column) => (
            <li key={column} className={classes.choice}>
              <Checkbox checked={false} label={nameOf(column)} onChange={() => onChange([...columns, column])} />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
