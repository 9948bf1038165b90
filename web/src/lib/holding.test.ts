import { expect, test, vi } from 'vitest';
import { hold, release, whenFree } from './holding';

test('a refresh waits until the card is put down', () => {
  const refresh = vi.fn<() => void>();
  hold();

  whenFree(refresh);
  expect(refresh).not.toHaveBeenCalled();

  release();
  expect(refresh).toHaveBeenCalledOnce();
});

test('a refresh runs at once when nothing is held', () => {
  const refresh = vi.fn<() => void>();

  whenFree(refresh);

  expect(refresh).toHaveBeenCalledOnce();
});
