import { expect, test } from 'vitest';
import { once } from './once';

test('makes a thing once for each of its keys', () => {
  let count = 0;
  const made = once((a: string, b: string) => `${a}${b}${(count += 1)}`);

  expect([made('x', 'y'), made('x', 'y'), made('x', 'z')]).toEqual(['xy1', 'xy1', 'xz2']);
});
