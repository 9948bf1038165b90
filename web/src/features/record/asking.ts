/** The questions the head of a record can open, one at a time. */
export type Ask = 'reopen' | 'correct' | 'delete' | 'owner' | 'why';
