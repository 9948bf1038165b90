/** Everything a person can do here: the request, and what of the cache it makes stale. */
import type { QueryKey } from '@tanstack/react-query';
import { answered, client } from './client';
import { rememberEcho } from './echoes';
import { inOrder } from './inOrder';
import { keys } from './keys';
import type { Account, Changed, Contact, CorrectOutcome, DealTeamPlace, EditOpportunity, MoveBody, NewOpportunity, Session } from './types';

export interface Act<Input, Output> {
  run: (input: Input) => Promise<Output>;
  touches: (input: Input) => readonly QueryKey[];
}

const opportunityAndBoards = (id: number): QueryKey[] => [keys.opportunity(id), keys.boards];

function echoed<Answer extends { version: number }>(id: number, answer: Answer): Answer {
  rememberEcho(id, answer.version);
  return answer;
}

export const signIn: Act<{ email: string; password: string }, Session> = {
  run: (body) => answered(client.POST('/api/v1/session', { body })),
  touches: () => [],
};

export const signOut: Act<undefined, unknown> = {
  run: () => answered(client.DELETE('/api/v1/session')),
  touches: () => [],
};

export interface Move {
  id: number;
  name: string;
  processId: number;
  index?: number;
  body: MoveBody;
}

export const moveOpportunity: Act<Move, Changed> = {
  run: async ({ id, body }) => {
    const params = { path: { opportunity_id: id } };
    return echoed(id, await answered(client.POST('/api/v1/opportunities/{opportunity_id}/moves', { params, body })));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

export const placeCardAfter = inOrder<{ id: number; processId: number; afterId: number | null }, unknown>({
  run: ({ id, afterId }) => {
    const params = { path: { opportunity_id: id } };
    return answered(client.POST('/api/v1/opportunities/{opportunity_id}/placements', { params, body: { after_id: afterId } }));
  },
  touches: () => [keys.boards],
});

export const undoMove: Act<{ id: number; moveId: number; name: string }, Changed> = {
  run: async ({ id, moveId }) => {
    const params = { path: { opportunity_id: id, move_id: moveId } };
    return echoed(id, await answered(client.POST('/api/v1/opportunities/{opportunity_id}/moves/{move_id}/reversal', { params })));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

export const reopen: Act<{ id: number; version: number; reason: string; stage_id?: number; cancel_activities?: number[] }, Changed> = {
  run: async ({ id, ...body }) => {
    const params = { path: { opportunity_id: id } };
    return echoed(id, await answered(client.POST('/api/v1/opportunities/{opportunity_id}/reopenings', { params, body })));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

interface Correction {
  id: number;
  body: CorrectOutcome;
}

export const correctOutcome: Act<Correction, Changed> = {
  run: async ({ id, body }) => {
    const params = { path: { opportunity_id: id } };
    return echoed(id, await answered(client.POST('/api/v1/opportunities/{opportunity_id}/corrections', { params, body })));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

export const assignOwner: Act<{ id: number; version: number; owner_id: number; keep_as_reader: boolean; hands_over: boolean }, Changed> = {
  run: async ({ id, ...body }) => {
    const params = { path: { opportunity_id: id } };
    return echoed(id, await answered(client.POST('/api/v1/opportunities/{opportunity_id}/assignments', { params, body })));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

export const duplicateOpportunity: Act<{ id: number }, Changed> = {
  run: ({ id }) => answered(client.POST('/api/v1/opportunities/{opportunity_id}/duplicates', { params: { path: { opportunity_id: id } } })),
  touches: () => [keys.boards],
};

export const deleteOpportunity: Act<{ id: number; version: number; name: string }, Changed> = {
  run: async ({ id, version }) => {
    const params = { path: { opportunity_id: id }, query: { version } };
    return echoed(id, await answered(client.DELETE('/api/v1/opportunities/{opportunity_id}', { params })));
  },
  touches: () => [keys.boards],
};

export const restoreOpportunity: Act<{ id: number; name: string }, Changed> = {
  run: async ({ id }) => echoed(id, await answered(client.POST('/api/v1/opportunities/{opportunity_id}/restorations', { params: { path: { opportunity_id: id } } }))),
  touches: ({ id }) => opportunityAndBoards(id),
};

export const setMember: Act<{ id: number; userId: number; body: DealTeamPlace }, unknown> = {
  run: ({ id, userId, body }) => {
    const params = { path: { opportunity_id: id, user_id: userId } };
    return answered(client.PUT('/api/v1/opportunities/{opportunity_id}/team/{user_id}', { params, body }));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

export const removeMember: Act<{ id: number; userId: number }, unknown> = {
  run: ({ id, userId }) => {
    const params = { path: { opportunity_id: id, user_id: userId } };
    return answered(client.DELETE('/api/v1/opportunities/{opportunity_id}/team/{user_id}', { params }));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

export const addOpportunity: Act<NewOpportunity, Changed> = {
  run: (body) => answered(client.POST('/api/v1/opportunities', { body })),
  touches: () => [keys.boards],
};

export const editOpportunity: Act<{ id: number; body: EditOpportunity }, Changed> = {
  run: async ({ id, body }) => {
    const params = { path: { opportunity_id: id } };
    return echoed(id, await answered(client.PATCH('/api/v1/opportunities/{opportunity_id}', { params, body })));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

interface Confirming {
  id: number;
  criterionId: number;
  note?: string;
  evidence?: string;
}

export const confirmCriterion: Act<Confirming, unknown> = {
  run: ({ id, criterionId, ...body }) => {
    const params = { path: { opportunity_id: id, criterion_id: criterionId } };
    return answered(client.PUT('/api/v1/opportunities/{opportunity_id}/criteria/{criterion_id}/confirmation', { params, body }));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

export const withdrawConfirmation: Act<{ id: number; criterionId: number }, unknown> = {
  run: ({ id, criterionId }) => {
    const params = { path: { opportunity_id: id, criterion_id: criterionId } };
    return answered(client.DELETE('/api/v1/opportunities/{opportunity_id}/criteria/{criterion_id}/confirmation', { params }));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

export const giveContactRole: Act<{ id: number; contactId: number; role: string }, unknown> = {
  run: ({ id, contactId, role }) => {
    const params = { path: { opportunity_id: id, contact_id: contactId } };
    const body = { contact_role: role };
    return answered(client.PUT('/api/v1/opportunities/{opportunity_id}/contacts/{contact_id}', { params, body }));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

export const takeContactRole: Act<{ id: number; contactId: number }, unknown> = {
  run: ({ id, contactId }) => {
    const params = { path: { opportunity_id: id, contact_id: contactId } };
    return answered(client.DELETE('/api/v1/opportunities/{opportunity_id}/contacts/{contact_id}', { params }));
  },
  touches: ({ id }) => opportunityAndBoards(id),
};

export const addContact: Act<{ name: string; account_id?: number | null }, Contact> = {
  run: (body) => answered(client.POST('/api/v1/contacts', { body })),
  touches: () => [['contacts']],
};

export const addAccount: Act<{ name: string }, Account> = {
  run: (body) => answered(client.POST('/api/v1/accounts', { body })),
  touches: () => [['accounts']],
};

export const readNotification: Act<{ id: number }, unknown> = {
  run: ({ id }) => answered(client.PUT('/api/v1/notifications/{notification_id}/read', { params: { path: { notification_id: id } } })),
  touches: () => [keys.notifications],
};

export const readAllNotifications: Act<undefined, unknown> = {
  run: () => answered(client.PUT('/api/v1/notifications/read')),
  touches: () => [keys.notifications],
};
