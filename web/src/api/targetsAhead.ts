/** Toward which sales goals a move would count, before it is made. */
import { queryOptions } from '@tanstack/react-query';
import { answered, client } from './client';
import { keys } from './keys';

export const targetsAheadQuery = (opportunityId: number, stageId: number) =>
  queryOptions({
    queryKey: [...keys.targets, 'ahead', opportunityId, stageId],
    queryFn: async () =>
      (await answered(client.GET('/api/v1/opportunities/{opportunity_id}/stages/{stage_id}/targets', { params: { path: { opportunity_id: opportunityId, stage_id: stageId } } }))).items,
    retry: false,
  });
