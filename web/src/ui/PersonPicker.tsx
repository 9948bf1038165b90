/** Picks one by typing, or takes what was typed as a new one. */
import { useState, type ReactNode } from 'react';
import { Select } from './controls';

export interface Pick {
  id: number;
  name: string;
}

interface Props {
  label: string;
  value: Pick | null;
  found: readonly Pick[];
  onSearch: (text: string) => void;
  onPick: (picked: Pick | null) => void;
  /** Says what stands in the list for creating what was typed; without it nothing can be created. */
  create?: { label: (text: string) => string; run: (text: string) => void };
  nothing: string;
  isLabelled?: boolean;
  error?: ReactNode;
  /** For what stands in a popover: a list outside of it would close it. */
  isInside?: boolean;
}

const NEW = 'new';

export function PersonPicker({ label, value, found, onSearch, onPick, create, nothing, isLabelled = true, error, isInside = false }: Props) {
  const [text, setText] = useState(value?.name ?? '');
  const typed = text.trim();
  const isKnown = found.some(({ name }) => name.toLocaleLowerCase() === typed.toLocaleLowerCase());
  const options = new Map([...found, ...(value === null ? [] : [value])].map(({ id, name }) => [String(id), name]));
  const data = [...options].map(([id, name]) => ({ value: id, label: name }));
  const isOffering = create !== undefined && typed !== '' && !isKnown && typed !== value?.name;
  const search = (next: string) => {
    setText(next);
    onSearch(next);
  };
  const pick = (id: string | null) => {
    if (id === NEW) return create?.run(typed);
    const name = id === null ? undefined : options.get(id);
    return onPick(id === null || name === undefined ? null : { id: Number(id), name });
  };
  return (
    <Select
      label={isLabelled ? label : undefined}
      aria-label={isLabelled ? undefined : label}
      searchable
      clearable
      data={isOffering ? [...data, { value: NEW, label: create.label(typed) }] : data}
      filter={({ options: all }) => all}
      value={value === null ? null : String(value.id)}
      searchValue={text}
      nothingFoundMessage={nothing}
      error={error}
      comboboxProps={{ withinPortal: !isInside }}
      onSearchChange={search}
      onChange={pick}
    />
  );
}
