import { expect, test } from 'vitest';
import { nextFrom } from './wandering';

const box = (column: number, top: number) => ({ left: column * 100, right: column * 100 + 90, top, bottom: top + 40 });
const boxes = [box(0, 0), box(0, 100), box(1, 300), box(2, 90)];

test('up and down stay in the column as long as there is one', () => {
  expect(nextFrom(boxes, 0, 'ArrowDown')).toBe(1);
  expect(nextFrom(boxes, 1, 'ArrowUp')).toBe(0);
});

test('left and right go to the next column that has something', () => {
  expect(nextFrom(boxes, 1, 'ArrowRight')).toBe(2);
  expect(nextFrom(boxes, 3, 'ArrowLeft')).toBe(2);
});

test('nothing lies beyond the edge, and nowhere is the first', () => {
  expect(nextFrom(boxes, 3, 'ArrowRight')).toBe(-1);
  expect(nextFrom(boxes, -1, 'ArrowDown')).toBe(0);
  expect(nextFrom([], -1, 'ArrowDown')).toBe(-1);
});
