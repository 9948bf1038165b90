/** The list with what stands around it: views, filters, the bar for many, and the move sheet. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Suspense, useCallback, useMemo, useRef } from 'react';
import { asQuery, partsOf, readFilter, type Filter } from '@/api/filter';
import { sorts, totalsQuery, usualSort, type Look, type Row, type View, type ViewDefinition } from '@/api/list';
import { processesQuery } from '@/api/queries';
import { useStartMove } from '@/api/useStartMove';
import { FilterBar } from '@/features/filtering/FilterBar';
import { NothingMatches } from '@/features/filtering/NothingMatches';
import { defaultColumns, readColumns } from '@/features/list/columns';
import { ListPage } from '@/features/list/ListPage';
import { ViewMenu } from '@/features/views/ViewMenu';
import { later } from '@/lib/later';
import { paths } from '@/lib/paths';
import { useIsSelecting } from '@/lib/selection';
import type { ListSearch } from './listSearch';

const MoveSheet = later(async () => (await import('@/features/moving/MoveSheet')).MoveSheet);
const BulkBar = later(async () => (await import('@/features/bulk/BulkBar')).BulkBar);
const route = getRouteApi('/inside/opportunities');
const SETTLED_MS = 120;

const usual: ViewDefinition = { filter: {}, sort: usualSort, columns: [...defaultColumns] };

function said(look: Look, columns: readonly string[]): ListSearch {
  const isUsual = columns.join(',') === defaultColumns.join(',');
  return {
    ...look.filter,
    ...(look.sort !== usualSort && { sort: look.sort }),
    ...(look.group !== null && { group: look.group }),
    ...(!isUsual && { columns: columns.join(',') }),
  };
}

function useListState() {
  const navigate = useNavigate();
  const search = route.useSearch();
  const { sort = usualSort, group = null, columns: words, view = null } = search;
  const look: Look = useMemo(() => ({ filter: readFilter({ ...search }), sort, group }), [search, sort, group]);
  const columns = useMemo(() => readColumns(words), [words]);
  const show = useCallback(
    (next: ListSearch) => void navigate({ to: paths.list, search: next, replace: true }),
    [navigate],
  );
  const kept = view === null ? {} : { view };
  return {
    look,
    columns,
    view,
    setLook: (change: Partial<Look>) => show({ ...said({ ...look, ...change }, columns), ...kept }),
    setColumns: (next: readonly string[]) => show({ ...said(look, next), ...kept }),
    choose: (chosen: View | null) => {
      if (chosen === null) return show({});
      const { filter, sort: by, group: grouped, columns: shown } = chosen.definition;
      const next = said({ filter: readFilter({ ...filter }), sort: sorts.find((known) => known === by) ?? usualSort, group: grouped ?? null }, readColumns(shown?.join(',')));
      return show({ ...next, view: chosen.id });
    },
  };
}

export function ListScreen() {
  const navigate = useNavigate();
  const search = route.useSearch();
  const { look, columns, view, setLook, setColumns, choose } = useListState();
  const isSelecting = useIsSelecting('list');
  const { data: totals } = useQuery(totalsQuery(look));
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
  const setFilter = (filter: Filter) => setLook({ filter });
  const shown: ViewDefinition = { filter: { ...look.filter }, sort: look.sort, columns: [...columns], ...(look.group !== null && { group: look.group }) };
  const count = partsOf(look.filter).length;
  const { data: processes } = useQuery(processesQuery);
  const published = (processes ?? []).filter(({ state }) => state === 'published');
  const processId = look.filter.process_id ?? (published.length === 1 ? published[0]?.id : undefined) ?? null;
  return (
    <>
      <ListPage
        look={look}
        columns={columns}
        views={<ViewMenu screen="list" chosen={view} shown={shown} usual={usual} onChoose={choose} />}
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
