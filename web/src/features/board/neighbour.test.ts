import { expect, test } from 'vitest';
import { findCard } from '@/api/boardOrder';
import { aBoard, aCard, aColumn } from '@/api/builders';
import { neighbour } from './neighbour';

const board = aBoard({
  columns: [aColumn(1, { cards: [aCard(11), aCard(12), aCard(13)] }), aColumn(2), aColumn(3, { cards: [aCard(31)] })],
});

function from(cardId: number, key: string): number | null {
  const place = findCard(board, cardId);
  if (place === null) throw new Error('no such card');
  return neighbour(board, place, key);
}

test('up and down stay in the column', () => {
  expect(from(11, 'ArrowDown')).toBe(12);
  expect(from(11, 'ArrowUp')).toBeNull();
  expect(from(11, 'End')).toBe(13);
  expect(from(13, 'Home')).toBe(11);
});

test('left and right pass empty columns and keep the height as far as they can', () => {
  expect(from(13, 'ArrowRight')).toBe(31);
  expect(from(31, 'ArrowLeft')).toBe(11);
  expect(from(31, 'ArrowRight')).toBeNull();
  expect(from(12, 'Ctrl ArrowRight')).toBe(31);
});
