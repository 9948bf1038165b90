/** Letters and the outbox: what the page reads of them, and what a person can do with a message that is not out. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Act } from './acts';
import { answered, client } from './client';
import { keys } from './keys';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Letter = Schemas['LetterShown'];
export type LetterPreview = Schemas['LetterPreview'];
export type Message = Schemas['MessageListed'];
export type MessageState = Schemas['MessageState'];
export type Delivery = Schemas['Delivery'];

export const deliveries = ['email', 'print', 'save'] as const satisfies readonly Delivery[];
export const messageStates = ['failed', 'uncertain', 'bounced', 'queued', 'sending', 'sent', 'dropped'] as const satisfies readonly MessageState[];

const from = (cursor: string | null) => (cursor === null ? {} : { cursor });

export const lettersQuery = (opportunityId: number) =>
  infiniteQueryOptions({
    queryKey: keys.letters(opportunityId),
    queryFn: ({ pageParam }) => answered(client.GET('/api/v1/opportunities/{opportunity_id}/letters', { params: { path: { opportunity_id: opportunityId }, query: from(pageParam) } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** How the letter of an action would read now; the first question of a letter dialog. */
export const letterQuery = (opportunityId: number, actionId: number, template: string | null) =>
  queryOptions({
    queryKey: keys.letter(opportunityId, actionId, template),
    queryFn: () => answered(client.GET('/api/v1/actions/{action_id}/letter', { params: { path: { action_id: actionId }, query: template === null ? {} : { template } } })),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });

export const letterTemplatesQuery = queryOptions({
  queryKey: keys.letterTemplates,
  queryFn: async () => (await answered(client.GET('/api/v1/letter-templates'))).items,
  staleTime: 60_000,
});

export const messagesQuery = (states: readonly MessageState[]) =>
  infiniteQueryOptions({
    queryKey: keys.messagesIn(states),
    queryFn: ({ pageParam }) => answered(client.GET('/api/v1/messages', { params: { query: { state: [...states], ...from(pageParam) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const messageQuery = (id: number) =>
  queryOptions({
    queryKey: keys.message(id),
    queryFn: () => answered(client.GET('/api/v1/messages/{message_id}', { params: { path: { message_id: id } } })),
    retry: false,
  });

interface Decided {
  id: number;
  /** Null: an invitation to something that is for no opportunity. */
  opportunityId: number | null;
}

const ofMessage = ({ opportunityId }: Decided) => [keys.messages, ...(opportunityId === null ? [] : [keys.opportunity(opportunityId)])];

export const sendAgain: Act<Decided, unknown> = {
  run: ({ id }) => answered(client.POST('/api/v1/messages/{message_id}/retry', { params: { path: { message_id: id } } })),
  touches: ofMessage,
};

export const dropMessage: Act<Decided, unknown> = {
  run: ({ id }) => answered(client.POST('/api/v1/messages/{message_id}/drop', { params: { path: { message_id: id } } })),
  touches: ofMessage,
};

const FAILED = 'The letter could not be sent: ';

/** What the mail server said, without the sentence around it, which the page says in its own language. */
export function serverWords(trouble: string | null): string {
  if (trouble === null) return '';
  return trouble.startsWith(FAILED) ? trouble.slice(FAILED.length) : trouble;
}
