/** The list with what stands around it: views, filters, the bar for many, and the move sheet. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Suspense, useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { asQuery, partsOf, readFilter, type Filter } from '@/api/filter';
import { sorts, totalsQuery, usualSort, type Look, type Row, type View, type ViewDefinition } from '@/api/list';
import { processesQuery, sessionQuery } from '@/api/queries';
import { useStartMove } from '@/api/useStartMove';
import { FilterBar } from '@/features/filtering/FilterBar';
import { NothingMatches } from '@/features/filtering/NothingMatches';
import { defaultColumns, readColumns } from '@/features/list/columns';
import { ListPage } from '@/features/list/ListPage';
import { filterOf, readyViews, type ReadyView } from '@/features/views/readyViews';
import { ViewMenu } from '@/features/views/ViewMenu';
import { later } from '@/lib/later';
import { paths } from '@/lib/paths';
import { useIsSelecting } from '@/lib/selection';
import type { ListSearch } from './listSearch';
import { ScreenSwitch } from './ScreenSwitch';
import { useStagePies } from './useStagePies';

const MoveSheet = later(async () => (await import('@/features/moving/MoveSheet')).MoveSheet);
const BulkBar = later(async () => (await import('@/features/bulk/BulkBar')).BulkBar);
const route = getRouteApi('/inside/opportunities');
const SETTLED_MS = 120;

function said(look: Look, columns: readonly string[]): ListSearch {
  const isUsual = columns.join(',') === defaultColumns.join(',');
  return {
    ...look.filter,
    ...(look.sort !== usualSort && { sort: look.sort }),
    ...(look.group !== null && { group: look.group }),
    ...(!isUsual && { columns: columns.join(',') }),
  };
}

/** Where nothing is asked and no view is chosen, the list shows what its first view does. */
function filterIn(search: ListSearch, asker: number): Filter {
  const filter = readFilter({ ...search });
  return search.view === undefined && partsOf(filter).length === 0 ? filterOf('open', asker) : filter;
}

/** Which view was chosen, where that has to be said; one that asks nothing is the view of all. */
function viewSaid(chosen: number | ReadyView, filter: Filter): Pick<ListSearch, 'view'> {
  if (chosen !== 'open') return { view: chosen };
  return partsOf(filter).length === 0 ? { view: 'all' } : {};
}

function useListState() {
  const navigate = useNavigate();
  const search = route.useSearch();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const asker = session.user.id;
  const { sort = usualSort, group = null, columns: words, view = 'open' } = search;
  const look: Look = useMemo(() => ({ filter: filterIn(search, asker), sort, group }), [search, asker, sort, group]);
  const columns = useMemo(() => readColumns(words), [words]);
  const show = (next: Look, shown: readonly string[], chosen: number | ReadyView) =>
    void navigate({ to: paths.list, search: { ...said(next, shown), ...viewSaid(chosen, next.filter) }, replace: true });
  return {
    look,
    columns,
    view,
    usual: { filter: { ...filterOf(typeof view === 'string' ? view : 'open', asker) }, sort: usualSort, columns: [...defaultColumns] } satisfies ViewDefinition,
    setLook: (change: Partial<Look>) => show({ ...look, ...change }, columns, view),
    setColumns: (next: readonly string[]) => show(look, next, view),
    choose: (chosen: View | ReadyView) => {
      if (typeof chosen === 'string') return show({ filter: filterOf(chosen, asker), sort: usualSort, group: null }, defaultColumns, chosen);
      const { filter, sort: by, group: grouped, columns: shown } = chosen.definition;
      const next = { filter: readFilter({ ...filter }), sort: sorts.find((known) => known === by) ?? usualSort, group: grouped ?? null };
      return show(next, readColumns(shown?.join(',')), chosen.id);
    },
  };
}

export function ListScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = route.useSearch();
  const { look, columns, view, usual, setLook, setColumns, choose } = useListState();
  const isSelecting = useIsSelecting('list');
  const { data: totals } = useQuery(totalsQuery(look));
  const pies = useStagePies(look.filter);
  const { move, to, ...rest } = search;
  const stage = useRef({ id: 0, name: '' });
  const openSheet = (deal: { id: number }, stageId: number) => navigate({ to: paths.list, search: { ...rest, move: deal.id, to: stageId } });
  const start = useStartMove((id) => (stage.current.id === id ? stage.current.name : ''), openSheet);
  const startMove = (row: Row, stageId: number, name: string) => {
    stage.current = { id: stageId, name };
    void start({ deal: { id: row.id, name: row.name, processId: row.process_id }, stageId, channel: 'api' });
  };
  const closeSheet = useCallback(() => {
    void navigate({ to: paths.list, search: rest });
    if (move !== undefined) setTimeout(() => document.querySelector<HTMLElement>(`[data-card="${move}"]`)?.focus(), SETTLED_MS);
  }, [navigate, rest, move]);
  const ready = readyViews.map((key) => ({ key, name: t(`views.ready.${key}`), isChosen: key === view, choose: () => choose(key) }));
  const setFilter = (filter: Filter) => setLook({ filter });
  const shown: ViewDefinition = { filter: { ...look.filter }, sort: look.sort, columns: [...columns], ...(look.group !== null && { group: look.group }) };
  const count = partsOf(look.filter).length;
  const { data: processes } = useQuery(processesQuery);
  const published = (processes ?? []).filter(({ state }) => state === 'published');
  const processId = look.filter.process_id ?? (published.length === 1 ? published[0]?.id : undefined) ?? null;
  const boardOf = processId ?? published.find(({ is_default: isDefault }) => isDefault)?.id ?? published[0]?.id;
  return (
    <>
      <ListPage
        look={look}
        columns={columns}
        views={
          <>
            {boardOf !== undefined && <ScreenSwitch on="list" processId={boardOf} filter={look.filter} />}
            <ViewMenu screen="list" chosen={typeof view === 'number' ? view : null} shown={shown} usual={usual} ready={ready} onChoose={(chosen) => choose(chosen ?? 'open')} />
          </>
        }
        pies={pies}
        filters={<FilterBar filter={look.filter} onChange={setFilter} />}
        nothing={count === 0 ? <NothingMatches count={0} onClear={null} /> : <NothingMatches count={count} onClear={() => setFilter({})} />}
        onLook={setLook}
        onColumns={setColumns}
        onMove={startMove}
      />
      <Suspense>
        {isSelecting && <BulkBar screen="list" processId={processId} matching={{ count: totals?.count ?? 0, filter: asQuery(look.filter) }} />}
        {move !== undefined && to !== undefined && <MoveSheet key={`${move}-${to}`} opportunityId={move} stageId={to} channel="record" onClose={closeSheet} />}
      </Suspense>
    </>
  );
}
