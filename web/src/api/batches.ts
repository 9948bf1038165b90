/** Changing many deals at once: what is wanted of them, what would come of it, and what came of it. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Selected } from '@/lib/selection';
import type { Act } from './acts';
import { answered, client } from './client';
import { keys } from './keys';
import type { components, operations } from './schema';

type Schemas = components['schemas'];
export type BatchAnswer = Schemas['BatchAnswer'];
export type Batch = Schemas['BatchShown'];
export type BatchItem = Schemas['BatchItemShown'];
export type ResultGroup = Schemas['ResultGroup'];
export type Result = BatchItem['result'];
/** Without a version it is changed whichever it has. */
export interface BatchTarget {
  id: number;
  version: number | null;
}

export type Filter = NonNullable<operations['get_selection']['parameters']['query']>;

type Body<Name extends keyof Schemas> = Omit<Schemas[Name], 'opportunities'>;

export type Wanted =
  | { kind: 'moves' | 'closings'; body: Body<'MovesIn'> }
  | { kind: 'assignments'; body: Body<'AssignmentsIn'> }
  | { kind: 'edits'; body: Body<'EditsIn'> };

const RUNNING_MS = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const PAGE = 50;
const LARGEST_PAGE = 200;

export function changeMany(wanted: Wanted, targets: readonly BatchTarget[], isPreview: boolean): Promise<BatchAnswer> {
  const params = { query: { preview: isPreview } };
  const opportunities = [...targets];
  switch (wanted.kind) {
    case 'moves':
      return answered(client.POST('/api/v1/moves', { params, body: { ...wanted.body, opportunities } }));
    case 'closings':
      return answered(client.POST('/api/v1/closings', { params, body: { ...wanted.body, opportunities } }));
    case 'assignments':
      return answered(client.POST('/api/v1/assignments', { params, body: { ...wanted.body, opportunities } }));
    case 'edits':
      return answered(client.POST('/api/v1/edits', { params, body: { ...wanted.body, opportunities } }));
  }
}

/** All that match, by number and version; their names stay on the server. */
export async function readMatching(filter: Filter): Promise<Selected[]> {
  const { items } = await answered(client.GET('/api/v1/opportunities/selection', { params: { query: filter } }));
  return items.map((item) => ({ ...item, name: '' }));
}

const touched = () => [keys.boards, ['opportunity'], ['opportunities'], keys.batches];

export const runBatch: Act<{ wanted: Wanted; targets: readonly BatchTarget[] }, BatchAnswer> = {
  run: ({ wanted, targets }) => changeMany(wanted, targets, false),
  touches: touched,
};

export const undoBatch: Act<{ id: number }, BatchAnswer> = {
  run: ({ id }) => answered(client.POST('/api/v1/batches/{batch_id}/reversal', { params: { path: { batch_id: id } } })),
  touches: touched,
};

export const cancelBatch: Act<{ id: number }, Batch> = {
  run: ({ id }) => answered(client.PUT('/api/v1/batches/{batch_id}/cancellation', { params: { path: { batch_id: id } } })),
  touches: touched,
};

export function isRunning(batch: Batch | undefined): boolean {
  return batch?.state === 'running';
}

async function readRecent(): Promise<Batch[]> {
  const { items } = await answered(client.GET('/api/v1/batches', { params: { query: { limit: 20 } } }));
  return items.filter((batch) => isRunning(batch) || Date.parse(batch.created_at) > Date.now() - DAY_MS);
}

/** One's own of the last day, newest first; read again and again while one of them runs. */
export const batchesQuery = queryOptions({
  queryKey: keys.batches,
  queryFn: readRecent,
  refetchInterval: ({ state }) => (state.data?.some((batch) => isRunning(batch)) === true ? RUNNING_MS : false),
});

export const batchQuery = (id: number) =>
  queryOptions({
    queryKey: [...keys.batches, id],
    queryFn: () => answered(client.GET('/api/v1/batches/{batch_id}', { params: { path: { batch_id: id } } })),
    refetchInterval: ({ state }) => (isRunning(state.data) ? RUNNING_MS : false),
  });

function readItems(id: number, result: Result | null, cursor: string | null, limit: number) {
  const query = { limit, ...(result !== null && { result }), ...(cursor !== null && { cursor }) };
  return answered(client.GET('/api/v1/batches/{batch_id}/items', { params: { path: { batch_id: id }, query } }));
}

export const batchItemsQuery = (id: number, result: Result | null) =>
  infiniteQueryOptions({
    queryKey: [...keys.batches, id, 'items', result],
    queryFn: ({ pageParam }) => readItems(id, result, pageParam || null, PAGE),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

/** Every item with one of these results. */
export async function readAllItems(id: number, results: readonly Result[]): Promise<BatchItem[]> {
  const items: BatchItem[] = [];
  for (const result of results) {
    let cursor: string | null = null;
    do {
      const page: Schemas['BatchItems'] = await readItems(id, result, cursor, LARGEST_PAGE);
      items.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor !== null);
  }
  return items;
}

export function itemsFile(id: number, result: Result | null): string {
  return `/api/v1/batches/${id}/items/export${result === null ? '' : `?result=${result}`}`;
}
