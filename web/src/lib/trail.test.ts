import { expect, it } from 'vitest';
import { placeIn } from './trail';

const trail = { ids: [7, 3, 9], name: 'Propose', href: '/board/1' };

it('knows the neighbours of a deal in the list it was opened from', () => {
  expect(placeIn(trail, 3)).toEqual({ position: 2, count: 3, before: 7, after: 9 });
});

it('has nobody before the first and after the last', () => {
  expect(placeIn(trail, 7).before).toBeUndefined();
  expect(placeIn(trail, 9).after).toBeUndefined();
});
