import { describe, expect, it } from 'vitest';
import { linked, safeLink } from './links';

describe('a text with addresses in it', () => {
  it('keeps every letter of the text', () => {
    const text = 'See https://a.example/x?y=1, (https://b.example) and http://c.example.';
    expect(linked(text).map((piece) => piece.text).join('')).toBe(text);
  });

  it('leaves what ends a sentence out of the address', () => {
    expect(linked('(see https://a.example/x).').filter((piece) => piece.href !== null)).toEqual([{ text: 'https://a.example/x', href: 'https://a.example/x' }]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'mailto:a@b.example', 'https://', 'no address'])('makes no link of %s', (text) => {
    expect(linked(text).every((piece) => piece.href === null)).toBe(true);
  });
});

it('only web addresses lead anywhere', () => {
  expect(safeLink('https://mail.example/ann')).toBe('https://mail.example/ann');
  expect(safeLink('javascript:alert(1)')).toBeNull();
  expect(safeLink('Ann said so')).toBeNull();
  expect(safeLink(null)).toBeNull();
});
