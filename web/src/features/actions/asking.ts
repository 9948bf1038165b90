/** The questions that an action can open, one at a time. */
import type { Problem } from '@/api/problem';
import type { OwnAction } from './progress';

export type Ask = { kind: 'book' | 'change' | 'delete' | 'outcome' | 'send' | 'invite'; action: OwnAction; problem?: Problem | null } | { kind: 'add' };
