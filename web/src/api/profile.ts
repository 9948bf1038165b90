/** What people read and change about themselves. */
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { Act } from './acts';
import { answered, client } from './client';
import { inOrder } from './inOrder';
import { keys } from './keys';
import type { components } from './schema';
import type { Session } from './types';

type Schemas = components['schemas'];
export type Me = Schemas['Me'];
export type ProfileChange = Schemas['MePatch'];

export type TokenScope = Schemas['Scope'];

export const changeProfile = inOrder<ProfileChange, Me>({
  run: (body) => answered(client.PATCH('/api/v1/me', { body })),
  touches: () => [],
});

/** Shows the choice at once; what it returns puts the old one back. */
export function guessProfile(queries: QueryClient, { preferences, name, language, zone }: ProfileChange): () => void {
  const before = queries.getQueryData<Session>(keys.session);
  if (before === undefined) return () => undefined;
  const user = {
    ...before.user,
    ...(name !== undefined && { name }),
    ...(language !== undefined && { language }),
    ...(zone !== undefined && { zone }),
    preferences: { ...before.user.preferences, ...preferences },
  };
  queries.setQueryData(keys.session, { ...before, user });
  return () => queries.setQueryData(keys.session, before);
}

export const changePassword: Act<{ id: number; password: string; current_password: string }, unknown> = {
  run: ({ id, ...body }) => answered(client.PUT('/api/v1/users/{user_id}/password', { params: { path: { user_id: id } }, body })),
  touches: () => [tokensQuery.queryKey],
};

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async () => (await answered(client.GET('/api/v1/tokens'))).items,
});

export const makeToken: Act<{ name: string; scopes: TokenScope[]; days: number }, Schemas['CreatedToken']> = {
  run: (body) => answered(client.POST('/api/v1/tokens', { body })),
  touches: () => [tokensQuery.queryKey],
};

export const revokeToken: Act<{ id: number }, unknown> = {
  run: ({ id }) => answered(client.DELETE('/api/v1/tokens/{token_id}', { params: { path: { token_id: id } } })),
  touches: () => [tokensQuery.queryKey],
};

export const feedQuery = queryOptions({
  queryKey: ['calendar-feed'],
  queryFn: () => answered(client.GET('/api/v1/me/calendar-feed')),
});

export const makeFeed: Act<Record<string, never>, Schemas['FeedAnswered']> = {
  run: () => answered(client.POST('/api/v1/me/calendar-feed')),
  touches: () => [feedQuery.queryKey],
};

export const removeFeed: Act<Record<string, never>, unknown> = {
  run: () => answered(client.DELETE('/api/v1/me/calendar-feed')),
  touches: () => [feedQuery.queryKey],
};

export const toldQuery = queryOptions({
  queryKey: ['notifications', 'preferences'],
  queryFn: () => answered(client.GET('/api/v1/notifications/preferences')),
});

export const tellKinds = inOrder<Record<string, boolean>, unknown>({
  run: (body) => answered(client.PUT('/api/v1/notifications/preferences', { body })),
  touches: () => [toldQuery.queryKey],
});
