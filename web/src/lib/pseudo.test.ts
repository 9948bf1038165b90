import { afterEach, expect, test } from 'vitest';
import { speakLike, written } from './messages';
import { pseudo } from './pseudo';

afterEach(() => speakLike(null));

test('words are strange and two fifths longer', () => {
  expect(pseudo('Go to content')).toBe('Gö tö çöñtéñt~~~~~~');
});

test('a sentence keeps its facts and its choices', () => {
  speakLike(pseudo);

  expect(written('{name} has {count, plural, one {# open deal} other {# open deals}}', { name: 'Ann', count: 2 }, 'en')).toBe('Ann háš ~~2 öpéñ déálš~~~~');
});
