/** One's day: what is to be done, how much of it, and doing several things at once. */
import { queryOptions } from '@tanstack/react-query';
import type { Act } from './acts';
import { answered, client } from './client';
import { keys } from './keys';
import type { components } from './schema';
import type { Told } from './types';
import type { Whose } from './whose';

type Schemas = components['schemas'];

export type Day = Schemas['Day'];
export type DayRow = Schemas['DayRow'];
export type Ready = Schemas['Ready'];
type Several = Schemas['SeveralAnswered'];

/** Things become late by themselves. */
const AGAIN_MS = 300_000;

export const dayQuery = (whose: Whose) =>
  queryOptions({
    queryKey: keys.day(whose),
    queryFn: () => answered(client.GET('/api/v1/day', { params: { query: { whose } } })),
    refetchInterval: AGAIN_MS,
  });

export const dayCountQuery = queryOptions({
  queryKey: keys.dayCount,
  queryFn: () => answered(client.GET('/api/v1/day/count')),
  refetchInterval: AGAIN_MS,
});

interface Things {
  actionIds: number[];
  activityIds: number[];
  opportunityIds: number[];
}

export const completeSeveral: Act<Things, Several & { events: readonly Told[] }> = {
  run: ({ actionIds, activityIds }) => answered(client.POST('/api/v1/day/completions', { body: { action_ids: actionIds, activity_ids: activityIds, channel: 'record' } })),
  touches: ({ opportunityIds }) => [...opportunityIds.map((id) => keys.opportunity(id)), keys.boards, keys.days, keys.activities],
};
