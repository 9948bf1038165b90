/** Parts of the filter that are chosen from what there is. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readFilter, statuses, without, type Attention } from '@/api/filter';
import { accountQuery, contactQuery, userQuery } from '@/api/list';
import { accountsQuery, contactsQuery, processesQuery, usersQuery } from '@/api/queries';
import { useKnownStages } from '@/api/useKnownStages';
import { watchKinds } from '@/api/watchKinds';
import { Checkbox, MultiSelect, Select } from '@/ui/controls';
import { PersonPicker } from '@/ui/PersonPicker';
import type { EditorProps } from './PartEditor';
import classes from './Filtering.module.css';

// What opens inside has to stay inside: a click on it would be one outside of the popover.
const inside = { withinPortal: false } as const;

export function ProcessEditor({ filter, label, onChange, onClose }: EditorProps) {
  const { data: processes } = useQuery(processesQuery);
  return (
    <Select
      label={label}
      data={(processes ?? []).filter(({ state }) => state !== 'draft').map(({ id, name }) => ({ value: String(id), label: name }))}
      value={filter.process_id === undefined ? null : String(filter.process_id)}
      comboboxProps={inside}
      data-autofocus
      onChange={(id) => {
        onChange(readFilter({ ...without(filter, 'process'), process_id: id }));
        onClose();
      }}
    />
  );
}

export function StageEditor({ filter, label, processId, onChange }: EditorProps) {
  const { t } = useTranslation();
  const { data: processes } = useQuery(processesQuery);
  const offered = (processes ?? []).filter(({ id, state }) => (processId === null ? state !== 'draft' : id === processId));
  const stages = useKnownStages(offered.map(({ id }) => id));
  const data = offered.map(({ name }) => ({
    group: name,
    items: stages.filter(({ process }) => process === name).map(({ id, name: stage }) => ({ value: String(id), label: stage })),
  }));
  return (
    <MultiSelect
      label={label}
      data={offered.length === 1 ? (data[0]?.items ?? []) : data}
      value={(filter.stage_id ?? []).map(String)}
      searchable
      nothingFoundMessage={t('picker.nothing')}
      comboboxProps={inside}
      data-autofocus
      onChange={(ids) => onChange(readFilter({ ...filter, stage_id: ids }))}
    />
  );
}

export function OwnerEditor({ filter, label, onChange }: EditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { data: found } = useQuery({ ...usersQuery(text), placeholderData: keepPreviousData });
  const chosen = useQueries({ queries: (filter.owner_id ?? []).map((id) => userQuery(id)) }).flatMap(({ data }) => data ?? []);
  const people = new Map([...chosen, ...(found ?? [])].map(({ id, name }) => [String(id), name]));
  return (
    <MultiSelect
      label={label}
      data={[...people].map(([value, name]) => ({ value, label: name }))}
      value={(filter.owner_id ?? []).map(String)}
      searchable
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={t('picker.nothing')}
      comboboxProps={inside}
      data-autofocus
      onChange={(ids) => onChange(readFilter({ ...filter, owner_id: ids }))}
    />
  );
}

export function StatusEditor({ filter, label, onChange, onClose }: EditorProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={label}
      data={statuses.map((status) => ({ value: status, label: t(`filter.status.${status}`) }))}
      value={filter.status ?? null}
      comboboxProps={inside}
      data-autofocus
      onChange={(status) => {
        onChange(readFilter({ ...filter, status }));
        onClose();
      }}
    />
  );
}

export function AccountEditor({ filter, label, onChange, onClose }: EditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { data: found } = useQuery({ ...accountsQuery(text), placeholderData: keepPreviousData });
  const { data: chosen } = useQuery({ ...accountQuery(filter.account_id ?? 0), enabled: filter.account_id !== undefined });
  const pick = (id: number | null) => {
    onChange(readFilter({ ...without(filter, 'account'), account_id: id }));
    onClose();
  };
  return <PersonPicker label={label} value={chosen ?? null} found={found ?? []} onSearch={setText} onPick={(picked) => pick(picked?.id ?? null)} nothing={t('picker.nothing')} isInside />;
}

export function ContactEditor({ filter, label, onChange, onClose }: EditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { data: found } = useQuery({ ...contactsQuery(text), placeholderData: keepPreviousData });
  const { data: chosen } = useQuery({ ...contactQuery(filter.contact_id ?? 0), enabled: filter.contact_id !== undefined });
  const pick = (id: number | null) => {
    onChange(readFilter({ ...without(filter, 'contact'), contact_id: id }));
    onClose();
  };
  return <PersonPicker label={label} value={chosen ?? null} found={found ?? []} onSearch={setText} onPick={(picked) => pick(picked?.id ?? null)} nothing={t('picker.nothing')} isInside />;
}

export function AttentionEditor({ filter, label, onChange }: EditorProps) {
  const { t } = useTranslation();
  const kinds: readonly Attention[] = ['any', ...watchKinds];
  return (
    <Checkbox.Group label={label} value={filter.attention ?? []} onChange={(chosen) => onChange(readFilter({ ...filter, attention: chosen }))}>
      <div className={classes.choices}>
        {kinds.map((kind) => (
          <Checkbox key={kind} value={kind} label={kind === 'any' ? t('filter.anything') : t(`watch.short.${kind}`)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

export function ReadyEditor({ filter, label, onChange, onClose }: EditorProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={label}
      data={[{ value: 'true', label: t('page.yes') }, { value: 'false', label: t('page.no') }]}
      value={String(filter.ready ?? true)}
      comboboxProps={inside}
      data-autofocus
      onChange={(said) => {
        onChange({ ...without(filter, 'ready'), ready: said === 'true' });
        onClose();
      }}
    />
  );
}
