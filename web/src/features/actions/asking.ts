/** The questions that an action can open, one at a time. */
import type { OwnAction } from './progress';

export type Ask = { kind: 'book' | 'change' | 'delete' | 'outcome'; action: OwnAction } | { kind: 'add' };
