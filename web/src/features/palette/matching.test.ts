import { expect, test } from 'vitest';
import { matches } from './matching';

test('every word typed begins a word of the label', () => {
  expect(matches('New opportunity', '')).toBe(true);
  expect(matches('New opportunity', 'opp ne')).toBe(true);
  expect(matches('Größe ändern', 'grö and')).toBe(true);
  expect(matches('New opportunity', 'portunity')).toBe(false);
});
