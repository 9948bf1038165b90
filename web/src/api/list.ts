/** What the list of deals reads: its rows, what they come to, and the views that were kept of it. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Act } from './acts';
import { answered, client } from './client';
import { asQuery, type Filter } from './filter';
import { keys } from './keys';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
type Asked = NonNullable<paths['/api/v1/opportunities']['get']['parameters']['query']>;

export type Row = Schemas['Row'];
export type RowPage = Schemas['Page'];
export type ListTotals = Schemas['Totals'];
export type GroupTotals = Schemas['GroupTotals'];
export type View = Schemas['ShownView'];
export type ViewDefinition = Schemas['ViewDefinition'];
export type Sort = NonNullable<Asked['sort']>;
export type Group = NonNullable<Asked['group']>;

export const groups = ['owner', 'stage', 'process', 'category'] as const satisfies readonly Group[];

const sortedBy = ['name', 'stage', 'amount_minor', 'probability', 'expected_close_on', 'next_step_on', 'stage_entered_at', 'created_at', 'owner', 'account'] as const;
export const sorts: readonly Sort[] = sortedBy.flatMap((by): Sort[] => [by, `-${by}`]);
export const usualSort: Sort = '-stage_entered_at';

export interface Look {
  filter: Filter;
  sort: Sort;
  group: Group | null;
}

const AT_ONCE = 100;
// Below the boards: whatever makes a board stale makes the list stale.
const list = [...keys.boards, 'list'] as const;
export const rowsKey = [...list, 'rows'] as const;
const views = ['views'] as const;

const grouped = (group: Group | null) => (group === null ? {} : { group });

export const rowsQuery = ({ filter, sort, group }: Look) =>
  infiniteQueryOptions({
    queryKey: [...rowsKey, filter, sort, group],
    queryFn: ({ pageParam }) =>
      answered(client.GET('/api/v1/opportunities', { params: { query: { ...asQuery(filter), sort, ...grouped(group), limit: AT_ONCE, ...(pageParam !== null && { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor: next }) => next,
    placeholderData: keepPreviousData,
  });

export const totalsQuery = ({ filter, group }: Pick<Look, 'filter' | 'group'>) =>
  queryOptions({
    queryKey: [...list, 'totals', filter, group],
    queryFn: () => answered(client.GET('/api/v1/opportunities/totals', { params: { query: { ...asQuery(filter), ...grouped(group) } } })),
    placeholderData: keepPreviousData,
  });

/** Where the browser fetches what is shown as a file. */
export function exportAddress({ filter, sort, group }: Look, columns: readonly string[]): string {
  const asked = new URLSearchParams({ columns: columns.join(','), sort, ...grouped(group) });
  for (const [name, value] of Object.entries(asQuery(filter))) {
    for (const one of Array.isArray(value) ? value : [value]) asked.append(name, String(one));
  }
  return `/api/v1/opportunities/export?${asked.toString()}`;
}

export const viewsQuery = (screen: View['screen']) =>
  queryOptions({
    queryKey: [...views, screen],
    queryFn: async () => (await answered(client.GET('/api/v1/views', { params: { query: { screen } } }))).items,
    staleTime: 60_000,
  });

export const addView: Act<{ screen: View['screen']; name: string; is_shared: boolean; process_id?: number | null; definition: ViewDefinition }, View> = {
  run: (body) => answered(client.POST('/api/v1/views', { body })),
  touches: () => [views],
};

export const changeView: Act<{ id: number; version: number; name?: string; is_shared?: boolean; definition?: ViewDefinition }, View> = {
  run: ({ id, ...body }) => answered(client.PATCH('/api/v1/views/{view_id}', { params: { path: { view_id: id } }, body })),
  touches: () => [views],
};

export const deleteView: Act<{ id: number }, unknown> = {
  run: ({ id }) => answered(client.DELETE('/api/v1/views/{view_id}', { params: { path: { view_id: id } } })),
  touches: () => [views],
};

export const userQuery = (id: number) =>
  queryOptions({
    queryKey: ['user', id],
    queryFn: () => answered(client.GET('/api/v1/users/{user_id}', { params: { path: { user_id: id } } })),
    staleTime: 60_000,
  });

export const accountQuery = (id: number) =>
  queryOptions({
    queryKey: ['account', id],
    queryFn: () => answered(client.GET('/api/v1/accounts/{account_id}', { params: { path: { account_id: id } } })),
    staleTime: 60_000,
  });

export const contactQuery = (id: number) =>
  queryOptions({
    queryKey: ['contact', id],
    queryFn: () => answered(client.GET('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: id } } })),
    staleTime: 60_000,
  });
