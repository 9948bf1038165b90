import { expect, it } from 'vitest';
import { pieShare } from './Pie';

it.each([
  ['nothing', 0, 6, 0],
  ['two thirds of a goal with big numbers', 7_340_068, 11_010_101, 7_340_068 / 11_010_101],
  ['all of it', 6, 6, 1],
  ['no more than all of it', 1500, 1000, 1],
  ['nothing of what was taken back', -5, 10, 0],
])('a pie shows %s', (_what, reached, number, share) => {
  expect(pieShare(reached, number)).toBe(share);
});
