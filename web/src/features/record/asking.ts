/** The questions the head of a record can open, one at a time. */
export type Ask = 'reopen' | 'correct' | 'closing' | 'delete' | 'owner' | 'why';
