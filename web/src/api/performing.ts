/** Performing actions that are no activities: letters, invitations, and several at once. */
import { queryOptions } from '@tanstack/react-query';
import type { Act } from './acts';
import type { Finished } from './agenda';
import { answered, client } from './client';
import { keys } from './keys';
import type { Delivery } from './letters';
import { Problem } from './problem';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Gathering = Schemas['GatheringShown'];
export type Answered = Schemas['Answered'];

export interface Performance {
  opportunityId: number;
  actionIds: number[];
  delivery?: Delivery;
  template?: string | null;
  gatheringId?: number;
}

/** With an answer for each action, in the order asked. */
export type Performed = Finished & { results: readonly Answered[] };

const MOST = 100;

/** Those to come, the next one first. */
export const gatheringsQuery = queryOptions({
  queryKey: keys.gatherings,
  queryFn: async () => {
    const { items } = await answered(client.GET('/api/v1/gatherings', { params: { query: { to_come: true, limit: MOST } } }));
    return items.toSorted((one, other) => one.starts_at.localeCompare(other.starts_at));
  },
});

export const contactQuery = (id: number) =>
  queryOptions({
    queryKey: keys.contact(id),
    queryFn: () => answered(client.GET('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: id } } })),
    retry: false,
  });

export const contactFields = ['email', 'phone', 'job_title'] as const;

export const changeContact: Act<{ id: number; version: number; opportunityId: number; said: Partial<Record<(typeof contactFields)[number], string>> }, unknown> = {
  run: ({ id, version, said }) => answered(client.PATCH('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: id } }, body: { ...said, version } })),
  touches: ({ opportunityId }) => [['contacts'], keys.opportunity(opportunityId)],
};

async function perform({ opportunityId, actionIds, delivery, template, gatheringId }: Performance): Promise<Performed> {
  const body = {
    action_ids: actionIds,
    replaces: false,
    channel: 'record' as const,
    ...(delivery !== undefined && { delivery }),
    ...(typeof template === 'string' && { template }),
    ...(gatheringId !== undefined && { gathering_id: gatheringId }),
  };
  const { results, stage, events } = await answered(client.POST('/api/v1/opportunities/{opportunity_id}/actions/performances', { params: { path: { opportunity_id: opportunityId } }, body }));
  return { result: results[0]?.result ?? 'no_change', stage, followsUp: false, events, results };
}

const touches = ({ opportunityId }: { opportunityId: number }) => [keys.opportunity(opportunityId), keys.boards, keys.activities, keys.messages, keys.gatherings];

export const performActions: Act<Performance, Performed> = { run: perform, touches };

/** What was answered about one action that was not done. */
export function answerProblem({ result, refusal }: Answered): Problem {
  const { detail, missing, params } = refusal ?? {};
  return new Problem(422, {
    code: result,
    ...(typeof detail === 'string' && { detail }),
    missing: Array.isArray(missing) ? missing : [],
    ...(typeof params === 'object' && params !== null && { params: { ...params } }),
  });
}

/** One action alone: what is refused is a refusal, also when it is that something has to be said first. */
export const performOne: Act<Performance, Performed> = {
  run: async (wanted) => {
    const performed = await perform(wanted);
    const [only] = performed.results;
    if (only !== undefined && only.refusal !== null) throw answerProblem(only);
    return performed;
  },
  touches,
};

/** The event of an action of this deal alone becomes another one, and the contact is invited to it. */
export const inviteInstead: Act<Performance & { code: string }, Performed> = {
  run: async ({ code, ...wanted }) => {
    for (const action_id of wanted.actionIds) await answered(client.PATCH('/api/v1/actions/{action_id}', { params: { path: { action_id } }, body: { plan: { gathering: { gathering: code } } } }));
    return performOne.run(wanted);
  },
  touches,
};
