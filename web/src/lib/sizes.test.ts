import { expect, it } from 'vitest';
import { sizeWords } from './sizes';

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [1500, '1.5 kB'],
  [25_000_000, '25 MB'],
])('says %d bytes as %s', (bytes, words) => {
  expect(sizeWords(bytes, 'en')).toBe(words);
});
