/** What is asked of the deals on a screen: a chip for each part, and the menu that adds another. */
import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { groupsOf, partsOf, without, type Filter, type Part } from '@/api/filter';
import { later } from '@/lib/later';
import { Button } from '@/ui/controls';
import { IconPlus } from '@/ui/icons';
import { FilterChip } from './FilterChip';
import { useFilterKeys } from './useFilterKeys';
import { useFilterWords } from './words';
import classes from './Filtering.module.css';

const FilterMenu = later(async () => (await import('./FilterMenu')).FilterMenu);
const Builder = later(async () => (await import('./Builder')).Builder);
const PartEditor = later(async () => (await import('./PartEditor')).PartEditor);

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
  /** What the screen says by other means: a board is of one process already. */
  given?: readonly Part[];
  /** The process that the stages offered belong to; without one, those of all processes. */
  processId?: number | null;
}

interface Open {
  /** `null` is the menu. */
  part: Part | null;
  at: HTMLElement;
}

const none: readonly Part[] = [];

export function FilterBar({ filter, onChange, given = none, processId = null }: Props) {
  const { t } = useTranslation();
  const add = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const words = useFilterWords(filter);
  const shown = partsOf(filter).filter((part) => !given.includes(part));
  const clear = () => onChange(shown.reduce((left, part) => without(left, part), filter));
  const openMenu = () => {
    if (add.current !== null) setOpen({ part: null, at: add.current });
  };
  const close = () => {
    const back = open?.at;
    setOpen(null);
    // The chip it stood at may be gone; whoever reached for something else keeps the focus there.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) (back?.isConnected === true ? back : add.current)?.focus({ preventScroll: true });
    });
  };
  useFilterKeys(openMenu, clear);
  return (
    <div className={classes.bar} role="group" aria-label={t('filter.name')}>
      {shown.map((part) => (
        <FilterChip
          key={part}
          name={t(`filter.part.${part}`)}
          value={words(part)}
          isOpen={open?.part === part}
          onOpen={part === 'closing' || (part === 'condition' && groupsOf(filter) === null) ? null : (at) => setOpen({ part, at })}
          onRemove={() => {
            onChange(without(filter, part));
            add.current?.focus();
          }}
        />
      ))}
      <Button
        ref={add}
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        aria-haspopup="menu"
        aria-expanded={open?.part === null}
        aria-keyshortcuts="f"
        onClick={() => (open === null ? openMenu() : close())}
      >
        {t('filter.add')}
      </Button>
      {shown.length > 1 && (
        <button type="button" className={classes.clear} aria-keyshortcuts="Shift+F" onClick={clear}>
          {t('filter.clear')}
        </button>
      )}
      <Suspense>
        {open?.part === null && (
          <FilterMenu at={open.at} filter={filter} given={given} onClose={close} onChange={onChange} onPick={(part) => setOpen({ part, at: open.at })} />
        )}
        {open?.part === 'condition' && <Builder filter={filter} onChange={onChange} onClose={close} />}
        {open !== null && open.part !== null && open.part !== 'condition' && (
          <PartEditor key={open.part} at={open.at} part={open.part} filter={filter} processId={processId ?? filter.process_id ?? null} onChange={onChange} onClose={close} />
        )}
      </Suspense>
    </div>
  );
}
