/** Actions of a deal and the activities that belong to them: what the page reads of them, and what a person can do. */
import { queryOptions } from '@tanstack/react-query';
import type { Act } from './acts';
import { answered, client } from './client';
import { inOrder } from './inOrder';
import { keys } from './keys';
import { Problem } from './problem';
import type { components } from './schema';
import type { Told } from './types';

type Schemas = components['schemas'];

export type Agenda = Schemas['Actions'];
export type StageAgenda = Schemas['StageActions'];
export type Action = Schemas['ActionShown'];
export type LinkedActivity = Schemas['LinkedActivity'];
export type Activity = Schemas['ActivityShown'];
export type ActivitySaid = Schemas['ActivityIn'];
export type OutcomeOffered = Schemas['OutcomeOffered'];
export type StageTold = Schemas['StageTold'];
export type Completion = Schemas['StageIn'];
export type NewAction = Schemas['ActionIn'];
export type ActionChange = Schemas['ActionPatch'];

export const actionsQuery = (opportunityId: number) =>
  queryOptions({
    queryKey: keys.actions(opportunityId),
    queryFn: () => answered(client.GET('/api/v1/opportunities/{opportunity_id}/actions', { params: { path: { opportunity_id: opportunityId } } })),
  });

export const activityQuery = (id: number) =>
  queryOptions({
    queryKey: keys.activity(id),
    queryFn: () => answered(client.GET('/api/v1/activities/{activity_id}', { params: { path: { activity_id: id } } })),
    retry: false,
  });

export const outcomesQuery = queryOptions({
  queryKey: keys.outcomes,
  queryFn: async () => (await answered(client.GET('/api/v1/outcomes'))).items,
  staleTime: 60_000,
});

interface Performance {
  opportunityId: number;
  actionId: number;
  activity?: ActivitySaid;
  replaces?: boolean;
}

async function performed({ opportunityId, actionId, ...said }: Performance) {
  const body = { action_ids: [actionId], replaces: false, channel: 'record' as const, ...said };
  return answered(client.POST('/api/v1/opportunities/{opportunity_id}/actions/performances', { params: { path: { opportunity_id: opportunityId } }, body }));
}

/** What the activity of an action would begin with. Asking for it changes nothing. */
export const draftQuery = (opportunityId: number, actionId: number, replaces: boolean) =>
  queryOptions({
    queryKey: keys.draft(opportunityId, actionId, replaces),
    queryFn: async () => {
      const { results } = await performed({ opportunityId, actionId, replaces });
      const refusal = results[0]?.refusal;
      return refusal?.draft ?? null;
    },
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });

/** The deal, its boards, one's day, and every activity that is looked at. */
const agendaOf = (opportunityId: number | null) => [...(opportunityId === null ? [] : [keys.opportunity(opportunityId)]), keys.boards, keys.days, keys.activities];
const ofDeal = ({ opportunityId }: { opportunityId: number | null }) => agendaOf(opportunityId);

export const bookForAction: Act<Performance & { activity: ActivitySaid }, { events: Told[] }> = { run: performed, touches: ofDeal };

export interface Finished {
  result: string;
  stage: StageTold | null;
  followsUp: boolean;
  events: readonly Told[];
}

export const completeActions: Act<{ opportunityId: number; actionIds: number[]; said?: Omit<Completion, 'channel'> }, Finished & { refused: readonly string[] }> = {
  run: async ({ opportunityId, actionIds, said = { acknowledge_gaps: false } }) => {
    const body = { channel: 'record' as const, action_ids: actionIds, ...said };
    const { results, stage, follows_up: followsUp, events } = await answered(client.POST('/api/v1/opportunities/{opportunity_id}/actions/completions', { params: { path: { opportunity_id: opportunityId } }, body }));
    const refused = results.filter(({ refusal }) => refusal !== null).map(({ result }) => result);
    return { result: results[0]?.result ?? 'no_change', stage, followsUp, events, refused };
  },
  touches: ofDeal,
};

interface Targeted {
  id: number;
  opportunityId: number | null;
}

export const completeActivity: Act<Targeted & { said: Omit<Completion, 'channel'> }, Finished> = {
  run: async ({ id, said }) => {
    const body = { channel: 'record' as const, ...said };
    const { result, stage, follows_up: followsUp, events } = await answered(client.POST('/api/v1/activities/{activity_id}/completion', { params: { path: { activity_id: id } }, body }));
    return { result, stage, followsUp, events };
  },
  touches: ofDeal,
};

export const changeActivity = inOrder<Targeted & { version: number; said: ActivitySaid }, unknown>({
  run: ({ id, version, said }) => answered(client.PATCH('/api/v1/activities/{activity_id}', { params: { path: { activity_id: id } }, body: { ...said, version } })),
  touches: ofDeal,
});

export const bookActivity: Act<{ opportunityId: number | null; said: ActivitySaid }, unknown> = {
  run: ({ opportunityId, said }) => answered(client.POST('/api/v1/activities', { body: { ...said, opportunity_id: opportunityId } })),
  touches: ofDeal,
};

export const cancelActivity: Act<Targeted, unknown> = {
  run: ({ id }) => answered(client.POST('/api/v1/activities/{activity_id}/cancellation', { params: { path: { activity_id: id } }, body: {} })),
  touches: ofDeal,
};

export const bringActivityBack: Act<Targeted, unknown> = {
  run: ({ id }) => answered(client.POST('/api/v1/activities/{activity_id}/reactivation', { params: { path: { activity_id: id } } })),
  touches: ofDeal,
};

export const addAction: Act<{ opportunityId: number; body: NewAction }, unknown> = {
  run: ({ opportunityId, body }) => answered(client.POST('/api/v1/opportunities/{opportunity_id}/actions', { params: { path: { opportunity_id: opportunityId } }, body })),
  touches: ofDeal,
};

export const changeAction: Act<Targeted & { body: ActionChange }, unknown> = {
  run: ({ id, body }) => answered(client.PATCH('/api/v1/actions/{action_id}', { params: { path: { action_id: id } }, body })),
  touches: ofDeal,
};

export const deleteAction: Act<Targeted & { reason: string | null; cancelsActivity: boolean }, unknown> = {
  run: ({ id, reason, cancelsActivity }) => {
    const query = { cancels_activity: cancelsActivity, ...(reason !== null && { reason }) };
    return answered(client.DELETE('/api/v1/actions/{action_id}', { params: { path: { action_id: id }, query } }));
  },
  touches: ofDeal,
};

export const reopenAction: Act<Targeted, unknown> = {
  run: ({ id }) => answered(client.POST('/api/v1/actions/{action_id}/reopening', { params: { path: { action_id: id } } })),
  touches: ofDeal,
};

/** The refusal of a move that somebody had asked for along with something else that was done. */
export function heldProblem({ refusal, stage_name: stage }: StageTold): Problem {
  const { code, detail, missing, params } = refusal ?? {};
  const named = Array.isArray(missing) ? missing.map((each: { name?: string; stage_name?: string }) => ({ name: each.name ?? '', stage_name: each.stage_name ?? stage ?? '' })) : [];
  return new Problem(422, {
    ...(typeof code === 'string' && { code }),
    ...(typeof detail === 'string' && { detail }),
    missing: named,
    ...(typeof params === 'object' && params !== null && { params: { ...params } }),
  });
}
