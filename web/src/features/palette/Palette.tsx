/** The palette: what can be done here, where one can go, and every deal by the words of its name. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { searchQuery } from '@/api/search';
import { processesQuery, sessionQuery } from '@/api/queries';
import { paths } from '@/lib/paths';
import { recentDeals } from '@/lib/recent';
import { caps, shownGroups } from '@/lib/shortcuts';
import { Modal, useDebouncedValue } from '@/ui/controls';
import { IconSearch } from '@/ui/icons';
import { Keys } from '@/ui/Keys';
import { copyLink, dealInQuestion, dealKeys, pressKey } from './acts';
import { matches } from './matching';
import { takeEarly } from './opening';
import classes from './Palette.module.css';

// The palette gives the focus back a moment after it has gone; an act must not lose it again.
const GIVEN_BACK_MS = 40;
const PAUSE_MS = 120;

interface Entry {
  id: string;
  label: string;
  detail?: string;
  keys?: string;
  run: () => void;
}

interface Section {
  title: string;
  entries: Entry[];
}

function isGoing({ keys }: Entry): boolean {
  return keys?.startsWith('g ') === true;
}

/** What can be done with the deal that is open or has the focus, which the palette looks at before it takes it. */
function useDealActs(): Section | null {
  const { t } = useTranslation();
  const [deal] = useState(dealInQuestion);
  const [keys] = useState(dealKeys);
  if (deal === null) return null;
  const pressed = keys.map(({ keys: key, label }): Entry => ({ id: `deal-key-${key}`, label, keys: key, run: () => pressKey(key) }));
  return { title: deal.name, entries: [...pressed, { id: 'deal-link', label: t('palette.copyLink'), run: () => void copyLink(deal) }] };
}

function useSections(typed: string): { sections: Section[]; isFinding: boolean } {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: processes = [] } = useQuery(processesQuery);
  const [calm] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const found = useQuery(searchQuery(calm));
  const [acts] = useState(() => shownGroups().flatMap(({ shortcuts }) => shortcuts));
  const doing = acts.flatMap(({ keys, label, run }): Entry[] => (run === undefined || keys === 'mod+k' || keys === '/' ? [] : [{ id: `do-${keys}`, label, keys, run }]));
  const boards = processes
    .filter(({ state }) => state === 'published')
    .map(({ id, name }): Entry => ({ id: `board-${id}`, label: t('palette.board', { name }), run: () => void navigate({ to: paths.board, params: { processId: id } }) }));
  const deals = (typed.trim() === '' ? [] : (found.data ?? [])).map(
    ({ id, name, account, stage, owner }): Entry => ({
      id: `deal-${id}`,
      label: name,
      detail: [account?.name, stage.name, owner.name].filter(Boolean).join(' · '),
      run: () => void navigate({ to: paths.record, params: { opportunityId: id } }),
    }),
  );
  const acting = useDealActs();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [recent] = useState(() => recentDeals(session.user.id));
  const lately = recent.map(({ id, name }): Entry => ({ id: `recent-${id}`, label: name, run: () => void navigate({ to: paths.record, params: { opportunityId: id } }) }));
  const sections = [
    { title: acting?.title ?? '', entries: (acting?.entries ?? []).filter(({ label }) => matches(label, typed)) },
    { title: t('palette.recent'), entries: typed.trim() === '' ? lately : [] },
    { title: t('palette.opportunities'), entries: deals },
    { title: t('palette.do'), entries: doing.filter((entry) => !isGoing(entry) && matches(entry.label, typed)) },
    { title: t('palette.goTo'), entries: [...doing.filter((entry) => isGoing(entry)), ...boards].filter(({ label }) => matches(label, typed)) },
  ];
  return { sections: sections.filter(({ entries }) => entries.length > 0), isFinding: found.isFetching || calm !== typed.trim() };
}

export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const takeOver = useCallback((field: HTMLInputElement | null) => {
    if (field !== null) setTyped(takeEarly());
  }, []);
  const [at, setAt] = useState(0);
  const [from] = useState(() => document.activeElement);
  const { sections, isFinding } = useSections(typed);
  const all = sections.flatMap(({ entries }) => entries);
  const chosen = all[Math.min(at, all.length - 1)];
  const run = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    setTimeout(() => {
      if (from instanceof HTMLElement && from.isConnected) from.focus();
      entry.run();
    }, GIVEN_BACK_MS);
  };
  const walk = (to: number) => {
    const next = (to + all.length) % Math.max(all.length, 1);
    setAt(next);
    document.querySelector(`#${CSS.escape(`${id}-${all[next]?.id}`)}`)?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') walk(at + 1);
    else if (event.key === 'ArrowUp') walk(at - 1);
    else if (event.key === 'Enter') run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={onClose} withCloseButton={false} size={620} padding={0} transitionProps={{ duration: 0 }} yOffset="12dvh" aria-label={t('palette.title')} classNames={{ content: classes.content ?? '' }}>
      <div className={classes.head}>
        <IconSearch size={17} aria-hidden />
        <input
          ref={takeOver}
          className={classes.input}
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.id}`}
          aria-autocomplete="list"
          placeholder={t('palette.hint')}
          value={typed}
          data-autofocus
          // At once: what is typed after the key belongs here.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div className={classes.list} id={`${id}-list`} role="listbox" aria-label={t('palette.title')} aria-busy={isFinding} tabIndex={-1}>
        {sections.map(({ title, entries }) => (
          <div key={title} role="group" aria-label={title}>
            <p className={classes.title} aria-hidden>{title}</p>
            {entries.map((entry) => (
              // The field keeps the focus and its keys choose; the pointer only points.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={entry.id}
                id={`${id}-${entry.id}`}
                className={classes.entry}
                role="option"
                aria-selected={entry === chosen}
                tabIndex={-1}
                onMouseMove={() => setAt(all.indexOf(entry))}
                onClick={() => run(entry)}
              >
                <bdi className={classes.label}>{entry.label}</bdi>
                {entry.detail !== undefined && <span className={classes.detail}>{entry.detail}</span>}
                {entry.keys !== undefined && <Keys caps={caps(entry.keys)} />}
              </div>
            ))}
          </div>
        ))}
        {all.length === 0 && !isFinding && <p className={classes.none} role="status">{t('palette.nothing', { text: typed.trim() })}</p>}
      </div>
    </Modal>
  );
}
