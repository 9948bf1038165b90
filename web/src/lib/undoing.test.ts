import { expect, test } from 'vitest';
import { forgetUndo, newestUndo, rememberUndo } from './undoing';

test('the newest act still in time is offered, and not twice', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  const undone: string[] = [];
  const act = (id: string, until: string) => ({ id, until, toast: 1, undo: () => undone.push(id) });
  rememberUndo(act('move/10', '2026-11-24T10:05:00Z'));
  rememberUndo(act('batch/11', '2026-11-24T09:59:00Z'));

  newestUndo(now)?.undo();
  expect(undone).toEqual(['move/10']);

  expect(forgetUndo('move/10')?.toast).toBe(1);
  expect(newestUndo(now)).toBeUndefined();
});

test('what is remembered again counts as it was said last', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  const undone: string[] = [];
  rememberUndo({ id: 'batch/12', until: '2026-11-24T10:01:00Z', undo: () => undone.push('at once') });
  rememberUndo({ id: 'batch/12', until: '2026-11-25T10:00:00Z', undo: () => undone.push('as listed') });

  forgetUndo('batch/12');
  expect(newestUndo(now)).toBeUndefined();
});
