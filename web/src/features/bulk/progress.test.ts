import { expect, test } from 'vitest';
import { paceOf, quarterOf, withSample, type Sample } from './progress';

function seen(...done: number[]): Sample[] {
  const none: Sample[] = [];
  return done.reduce((samples, value, second) => withSample(samples, { at: second * 1000, done: value }), none);
}

test('the time left is told once it is stable', () => {
  expect(paceOf(seen(0, 500), 2000)).toBeNull();
  expect(paceOf(seen(0, 500, 1000), 4000)).toBeNull();
  expect(paceOf(seen(0, 500, 1000, 1500), 4000)).toEqual({ perSecond: 500, secondsLeft: 5 });
});

test('what stands still has no time left to tell', () => {
  expect(paceOf(seen(500, 500, 500, 500), 2000)).toBeNull();
});

test('only the last seconds count', () => {
  expect(paceOf(seen(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 200), 1000)).toMatchObject({ perSecond: 200 / 9 });
});

test('quarters are reached one after the other', () => {
  expect([0, 249, 250, 999, 1000].map((done) => quarterOf(done, 1000))).toEqual([0, 0, 1, 3, 4]);
});
