import { expect, test } from 'vitest';
import { initials } from './Avatar';

test('initials are the first and the last name, whatever the script', () => {
  expect(initials('Mara Lindqvist')).toBe('ML');
  expect(initials('  Ana Maria de Souza ')).toBe('AS');
  expect(initials('Prince')).toBe('P');
  expect(initials('王 伟')).toBe('王伟');
  expect(initials('')).toBe('');
});
