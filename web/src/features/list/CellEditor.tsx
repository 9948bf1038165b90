/** A cell while it is edited: Enter and leaving it save, Esc leaves it as it was. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFields } from '@/api/fields';
import type { Row } from '@/api/list';
import { usersQuery } from '@/api/queries';
import type { FieldValue } from '@/lib/field';
import { useFormats } from '@/lib/formats';
import { FieldInput } from '@/ui/FieldInput';
import { PersonPicker } from '@/ui/PersonPicker';
import { columnShape } from './columns';
import { useEditCell } from './useEditCell';
import classes from './List.module.css';

interface Props {
  row: Row;
  column: string;
  label: string;
  /** Where the focus goes back to. */
  onClose: () => void;
}

function valueOf(row: Row, column: string): FieldValue {
  const values: Readonly<Record<string, unknown>> = { ...row };
  const value = values[column];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function Owner({ row, label, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { data: found } = useQuery({ ...usersQuery(text), placeholderData: keepPreviousData });
  const { give } = useEditCell(row, label);
  const owners = (found ?? []).filter(({ can_own: canOwn }) => canOwn);
  const pick = (picked: { id: number } | null) => {
    if (picked !== null && picked.id !== row.owner.id) give(picked.id);
    onClose();
  };
  return <PersonPicker label={label} isLabelled={false} value={row.owner} found={owners} onSearch={setText} onPick={pick} nothing={t('picker.nothing')} />;
}

function Field({ row, column, label, onClose }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shape = useFields(row.currency)(column);
  const { save } = useEditCell(row, label);
  const first = valueOf(row, column);
  const latest = useRef<FieldValue>(first);
  const isWrong = useRef(false);
  const isOver = useRef(false);
  const finish = (isSaved: boolean) => {
    if (isOver.current || (isSaved && isWrong.current)) return;
    isOver.current = true;
    if (isSaved && latest.current !== first) save(column, latest.current);
    onClose();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    finish(event.key === 'Enter');
  };
  const leave = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) finish(true);
  };
  const words = { locale: formats.locale, yes: t('page.yes'), no: t('page.no'), notAnAmount: t('page.notAnAmount') };
  return (
    // Enter and Esc are heard here for whatever input stands inside.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={press} onBlur={leave}>
      <FieldInput
        shape={{ ...shape, label }}
        words={words}
        value={first}
        isLabelled={false}
        onChange={(value) => {
          latest.current = value;
        }}
        onWrong={(wrong) => {
          isWrong.current = wrong;
        }}
      />
    </div>
  );
}

function focus(element: HTMLDivElement | null): void {
  element?.querySelector('input')?.focus();
}

export function CellEditor(props: Props) {
  const { t } = useTranslation();
  const label = t('list.edit', { column: props.label, name: props.row.name });
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') props.onClose();
  };
  return (
    // What is typed here is no key of the table around it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={classes.editor} ref={focus} onKeyDown={press} onDoubleClick={(event) => event.stopPropagation()}>
      {columnShape(props.column).edit === 'owner' ? <Owner {...props} label={label} /> : <Field {...props} label={label} />}
    </div>
  );
}
