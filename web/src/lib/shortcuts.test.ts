import { expect, test } from 'vitest';
import { caps, nameOf } from './shortcuts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test('a press is named as the list names it', () => {
  expect(nameOf({ ...plain, key: 'c' })).toBe('c');
  expect(nameOf({ ...plain, key: '?', shiftKey: true })).toBe('?');
  expect(nameOf({ ...plain, key: 'K', ctrlKey: true })).toBe('mod+k');
  expect(nameOf({ ...plain, key: 'k', metaKey: true })).toBe('mod+k');
  expect(nameOf({ ...plain, key: 'F6', shiftKey: true })).toBe('shift+F6');
});

test('the caps stand in the order of the pressing', () => {
  expect(caps('g b')).toEqual(['G', 'B']);
  expect(caps('mod+k')).toEqual(['Ctrl', 'K']);
  expect(caps('?')).toEqual(['?']);
});
