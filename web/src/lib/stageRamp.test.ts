import { expect, test } from 'vitest';
import { stageColour } from './stageRamp';

test('five stages take the five steps', () => {
  expect([0, 1, 2, 3, 4].map((index) => stageColour(index, 5))).toEqual([1, 2, 3, 4, 5].map((step) => `var(--sl-stage-${step})`));
});

test('other counts are mixed between the steps and end at the deepest', () => {
  expect(stageColour(1, 4)).toBe('color-mix(in oklch, var(--sl-stage-2) 67%, var(--sl-stage-3))');
  expect(stageColour(3, 4)).toBe('var(--sl-stage-5)');
  expect(stageColour(0, 1)).toBe('var(--sl-stage-5)');
});
