/** Notes, files and the timeline of a deal: what the page reads of them, and what a person can do with them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Act } from './acts';
import { answered, client } from './client';
import { keys } from './keys';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Note = Schemas['ShownNote'];
export type StoredFile = Schemas['ShownFile'];
export type TimelineEvent = Schemas['TimelineEvent'];
export type Causes = Schemas['Causes'];
export type TimelineGroup = Schemas['Group'];

export const timelineGroups = ['moves', 'fields', 'notes', 'files', 'criteria', 'actions', 'people', 'record'] as const satisfies readonly TimelineGroup[];

interface Paged {
  next_cursor: string | null;
}

const nextOf = (page: Paged) => page.next_cursor;
const from = (cursor: string | null) => (cursor === null ? {} : { cursor });

export const notesQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: keys.notes(id),
    queryFn: ({ pageParam }) => answered(client.GET('/api/v1/opportunities/{opportunity_id}/notes', { params: { path: { opportunity_id: id }, query: from(pageParam) } })),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
  });

export const filesQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: keys.files(id),
    queryFn: ({ pageParam }) => answered(client.GET('/api/v1/opportunities/{opportunity_id}/files', { params: { path: { opportunity_id: id }, query: from(pageParam) } })),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
  });

export const timelineQuery = (id: number, groups: readonly TimelineGroup[]) =>
  infiniteQueryOptions({
    queryKey: keys.timeline(id, groups),
    queryFn: ({ pageParam }) =>
      answered(client.GET('/api/v1/opportunities/{opportunity_id}/timeline', { params: { path: { opportunity_id: id }, query: { group: [...groups], ...from(pageParam) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
  });

export const causesQuery = (eventId: number) =>
  queryOptions({
    queryKey: keys.causes(eventId),
    queryFn: () => answered(client.GET('/api/v1/events/{event_id}/causes', { params: { path: { event_id: eventId } } })),
    // What has happened stays as it is; only what may be seen of it can change.
    staleTime: 60_000,
  });

export const contentAddress = (fileId: number) => `/api/v1/files/${fileId}/content`;

interface Beside {
  /** The note or the file. */
  id: number;
  opportunityId: number;
}

const ofOpportunity = ({ opportunityId }: { opportunityId: number }) => [keys.opportunity(opportunityId), keys.boards];

export const addNote: Act<{ opportunityId: number; body: string }, Note> = {
  run: ({ opportunityId, body }) => answered(client.POST('/api/v1/opportunities/{opportunity_id}/notes', { params: { path: { opportunity_id: opportunityId } }, body: { body } })),
  touches: ({ opportunityId }) => [keys.opportunity(opportunityId)],
};

export const changeNote: Act<Beside & { version: number; body: string }, Note> = {
  run: ({ id, version, body }) => answered(client.PATCH('/api/v1/notes/{note_id}', { params: { path: { note_id: id } }, body: { version, body } })),
  touches: ({ opportunityId }) => [keys.opportunity(opportunityId)],
};

export const removeNote: Act<Beside, unknown> = {
  run: ({ id }) => answered(client.DELETE('/api/v1/notes/{note_id}', { params: { path: { note_id: id } } })),
  touches: ({ opportunityId }) => [keys.opportunity(opportunityId)],
};

export const restoreNote: Act<Beside, Note> = {
  run: ({ id }) => answered(client.POST('/api/v1/notes/{note_id}/restorations', { params: { path: { note_id: id } } })),
  touches: ({ opportunityId }) => [keys.opportunity(opportunityId)],
};

export const removeFile: Act<Beside, unknown> = {
  run: ({ id }) => answered(client.DELETE('/api/v1/files/{file_id}', { params: { path: { file_id: id } } })),
  touches: ofOpportunity,
};

export const restoreFile: Act<Beside, StoredFile> = {
  run: ({ id }) => answered(client.POST('/api/v1/files/{file_id}/restorations', { params: { path: { file_id: id } } })),
  touches: ofOpportunity,
};
