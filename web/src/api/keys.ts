/** Names of everything in the query cache. */

export const keys = {
  session: ['session'],
  processes: ['processes'],
  process: (id: number) => ['process', id],
  boards: ['board'],
  board: (processId: number) => ['board', processId],
  shownBoard: (processId: number, look: object) => ['board', processId, look],
  opportunity: (id: number) => ['opportunity', id],
  record: (id: number) => ['opportunity', id, 'record'],
  options: (id: number) => ['opportunity', id, 'options'],
  moves: (id: number) => ['opportunity', id, 'moves'],
  guidance: (id: number, stageId: number | null) => ['opportunity', id, 'guidance', stageId],
  fieldHistory: (id: number) => ['opportunity', id, 'field-history'],
  usualDays: (processId: number) => ['usual-days', processId],
  users: (text: string) => ['users', text],
  customFields: ['custom-fields'],
  contacts: (text: string) => ['contacts', text],
  accounts: (text: string) => ['accounts', text],
  notifications: ['notifications'],
  batches: ['batches'],
} as const;
