import { expect, test } from 'vitest';
import { safeLink } from './safeLink';

test('only web addresses become links', () => {
  expect(safeLink('https://mail.example/ann')).toBe('https://mail.example/ann');
  expect(safeLink('javascript:alert(1)')).toBeNull();
  expect(safeLink('Ann said so')).toBeNull();
  expect(safeLink(null)).toBeNull();
});
