/** Setting the same goal for many: what would become of it for each, before anything is kept. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, client } from './client';
import { keys } from './keys';
import { Problem } from './problem';
import { refusalInFull } from './refusals';
import type { components } from './schema';
import type { NewTargets, TargetsSet } from './targets';

export type SetFor = TargetsSet['items'][number];
export type CopyTo = components['schemas']['PeopleIn'];

const shared = { placeholderData: keepPreviousData<TargetsSet | null>, retry: false, gcTime: 0 } as const;

/** Nothing is asked as long as there is nothing to ask. */
export const foreseenTargetsQuery = (wanted: NewTargets | null) =>
  queryOptions({
    ...shared,
    queryKey: [...keys.targets, 'foreseen for', wanted],
    queryFn: async () => (wanted === null ? null : answered(client.POST('/api/v1/targets/batches', { params: { query: { preview: true } }, body: wanted }))),
  });

export const foreseenCopiesQuery = (id: number, people: CopyTo | null) =>
  queryOptions({
    ...shared,
    queryKey: [...keys.targets, 'foreseen copies', id, people],
    queryFn: async () => (people === null ? null : answered(client.POST('/api/v1/targets/{target_id}/copies', { params: { path: { target_id: id }, query: { preview: true } }, body: people }))),
  });

/** Why somebody gets none; empty where nothing stands against it. */
export function whyRefused({ problem }: Pick<SetFor, 'problem'>): string {
  if (problem === null) return '';
  return refusalInFull(new Problem(422, problem));
}
