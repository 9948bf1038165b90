import { expect, test } from 'vitest';
import { forgetUndo, newestUndo, rememberUndo } from './undoing';

test('the newest move still in time is offered, and not twice', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  rememberUndo({ opportunityId: 1, moveId: 10, name: 'Old', until: '2026-11-24T10:05:00Z', toast: 1 });
  rememberUndo({ opportunityId: 2, moveId: 11, name: 'Late', until: '2026-11-24T09:59:00Z', toast: 2 });

  expect(newestUndo(now)?.moveId).toBe(10);

  expect(forgetUndo(10)?.toast).toBe(1);
  expect(newestUndo(now)).toBeUndefined();
});
