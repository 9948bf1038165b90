/** Everything the page reads, one named query each. */
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { lookQuery, type BoardLook } from './boardLook';
import { appendPage } from './boardOrder';
import { answered, client, keepToken } from './client';
import { keys } from './keys';
import type { Board, CardPage, PastMove } from './types';
import { wholeGap } from './whole';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async () => {
    const session = await answered(client.GET('/api/v1/session'));
    keepToken(session.csrf_token);
    return session;
  },
  staleTime: Infinity,
  retry: false,
});

export const processesQuery = queryOptions({
  queryKey: keys.processes,
  queryFn: async () => (await answered(client.GET('/api/v1/processes'))).items,
  staleTime: 60_000,
});

export const processQuery = (processId: number) =>
  queryOptions({
    queryKey: keys.process(processId),
    queryFn: () => answered(client.GET('/api/v1/processes/{process_id}', { params: { path: { process_id: processId } } })),
    staleTime: 60_000,
  });

const AT_ONCE = 200;

export function readCards(processId: number, stageId: number, look: BoardLook, cursor: string): Promise<CardPage> {
  const path = { process_id: processId, stage_id: stageId };
  const { stage_id: _stages, ...asked } = lookQuery(look);
  return answered(client.GET('/api/v1/processes/{process_id}/board/{stage_id}/cards', { params: { path, query: { ...asked, cursor, cards: AT_ONCE } } }));
}

/** Reads the columns again as long as the person had opened them, so that a refresh never folds a column. */
async function asLongAs(before: Board, fresh: Board, look: BoardLook): Promise<Board> {
  let board = fresh;
  for (const { stage, cards } of before.columns) {
    let column = board.columns.find((other) => other.stage.id === stage.id);
    while (column !== undefined && column.next_cursor !== null && column.cards.length < cards.length) {
      board = appendPage(board, stage.id, await readCards(board.process.id, stage.id, look, column.next_cursor));
      column = board.columns.find((other) => other.stage.id === stage.id);
    }
  }
  return board;
}

async function readBoard(queries: QueryClient, processId: number, look: BoardLook): Promise<Board> {
  const fresh = await answered(client.GET('/api/v1/processes/{process_id}/board', { params: { path: { process_id: processId }, query: lookQuery(look) } }));
  const before = queries.getQueryData<Board>(keys.shownBoard(processId, look));
  return before === undefined ? fresh : asLongAs(before, fresh, look);
}

export const boardQuery = (processId: number, look: BoardLook = {}) =>
  queryOptions({ queryKey: keys.shownBoard(processId, look), queryFn: ({ client: queries }) => readBoard(queries, processId, look) });

export const recordQuery = (id: number) =>
  queryOptions({
    queryKey: keys.record(id),
    queryFn: () => answered(client.GET('/api/v1/opportunities/{opportunity_id}', { params: { path: { opportunity_id: id } } })),
  });

export const optionsQuery = (id: number) =>
  queryOptions({
    queryKey: keys.options(id),
    queryFn: () => answered(client.GET('/api/v1/opportunities/{opportunity_id}/moves/options', { params: { path: { opportunity_id: id } } })),
    staleTime: 2000,
    // Somebody waits for it with a card in the hand: better a sentence at once than a late second try.
    retry: false,
  });

async function readMoves(id: number): Promise<PastMove[]> {
  const { items } = await answered(client.GET('/api/v1/opportunities/{opportunity_id}/moves', { params: { path: { opportunity_id: id } } }));
  return items.map((move) => ({ ...move, gaps: move.gaps.map((gap) => wholeGap(gap)) }));
}

export const movesQuery = (id: number) =>
  queryOptions({
    queryKey: keys.moves(id),
    queryFn: () => readMoves(id),
  });

export const guidanceQuery = (id: number, stageId: number | null) =>
  queryOptions({
    queryKey: keys.guidance(id, stageId),
    queryFn: () =>
      answered(
        client.GET('/api/v1/opportunities/{opportunity_id}/guidance', {
          params: { path: { opportunity_id: id }, query: stageId === null ? {} : { stage_id: stageId } },
        }),
      ),
  });

/** What each field held before, newest first. */
export const fieldHistoryQuery = (id: number) =>
  queryOptions({
    queryKey: keys.fieldHistory(id),
    queryFn: async () => (await answered(client.GET('/api/v1/opportunities/{opportunity_id}/field-history', { params: { path: { opportunity_id: id } } }))).items,
  });

/** How long won deals usually took in each stage; it changes slowly. */
export const usualDaysQuery = (processId: number) =>
  queryOptions({
    queryKey: keys.usualDays(processId),
    queryFn: async () => (await answered(client.GET('/api/v1/processes/{process_id}/usual-days', { params: { path: { process_id: processId } } }))).items,
    staleTime: 600_000,
  });

export const usersQuery = (text: string) =>
  queryOptions({
    queryKey: keys.users(text),
    queryFn: async () => (await answered(client.GET('/api/v1/users', { params: { query: { q: text, state: 'active', limit: 20 } } }))).items,
    staleTime: 10_000,
  });

export const customFieldsQuery = queryOptions({
  queryKey: keys.customFields,
  queryFn: async () => (await answered(client.GET('/api/v1/custom-fields'))).items,
  staleTime: 60_000,
});

export const contactsQuery = (text: string) =>
  queryOptions({
    queryKey: keys.contacts(text),
    queryFn: async () => (await answered(client.GET('/api/v1/contacts', { params: { query: { q: text, limit: 20 } } }))).items,
    staleTime: 10_000,
  });

export const accountsQuery = (text: string) =>
  queryOptions({
    queryKey: keys.accounts(text),
    queryFn: async () => (await answered(client.GET('/api/v1/accounts', { params: { query: { q: text, limit: 20 } } }))).items,
    staleTime: 10_000,
  });

export const notificationsQuery = queryOptions({
  queryKey: keys.notifications,
  queryFn: () => answered(client.GET('/api/v1/notifications', { params: { query: { limit: 20 } } })),
});
