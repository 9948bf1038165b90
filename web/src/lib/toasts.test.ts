import { beforeEach, expect, test } from 'vitest';
import { closeToast, showToast, toasts } from './toasts';

beforeEach(() => toasts.set([]));

test('only the three newest stay, the newest on top', () => {
  for (const sentence of ['a', 'b', 'c', 'd']) showToast({ sentence, tone: 'done' });

  expect(toasts.get().map((toast) => toast.sentence)).toEqual(['d', 'c', 'b']);
});

test('closing takes away one and leaves the others', () => {
  const first = showToast({ sentence: 'a', tone: 'done' });
  showToast({ sentence: 'b', tone: 'done' });

  closeToast(first);

  expect(toasts.get().map((toast) => toast.sentence)).toEqual(['b']);
});
