import { describe, expect, it } from 'vitest';
import type { TargetCourse } from '@/api/targets';
import { anchorsAt, expectedLine, namedDays, reachedLine, scaleOf } from './chart';

const FRAME = { width: 290, height: 120 };
const november: TargetCourse = {
  starts_on: '2026-11-01',
  last_on: '2026-11-30',
  today: '2026-11-24',
  expected: [
    { on: '2026-11-01', value: 0 },
    { on: '2026-11-30', value: 6 },
  ],
  reached: [
    { at: '2026-11-03T09:00:00Z', on: '2026-11-03', value: 1, opportunity_id: 1, name: 'Fleet portal' },
    { at: '2026-11-05T09:00:00Z', on: '2026-11-05', value: 2, opportunity_id: 2, name: 'Quality lab' },
  ],
};

describe('the chart of a period', () => {
  it('rises where something counted and stays level until today', () => {
    expect(reachedLine(november, scaleOf(november, 6, FRAME))).toBe('M0 120H20V100H40V80H230');
  });

  it('goes on to the last day once the period is closed', () => {
    expect(reachedLine({ ...november, today: null, reached: [] }, scaleOf(november, 6, FRAME))).toBe('M0 120H290');
  });

  it('expects nothing at first and the number at last', () => {
    expect(expectedLine(november, scaleOf(november, 6, FRAME))).toBe('M0 120L290 0');
  });

  it('makes room for what was reached beyond the number', () => {
    const beyond = { ...november, reached: [{ at: '2026-11-03T09:00:00Z', on: '2026-11-03', value: 12, opportunity_id: 1, name: 'Fleet portal' }] };
    expect(scaleOf(beyond, 6, FRAME).y(12)).toBe(0);
    expect(scaleOf(beyond, 6, FRAME).y(6)).toBe(60);
  });

  it.each([
    [1, [0, 1]],
    [6, [0, 2, 4, 6]],
    [11_010_101, [0, 5_000_000, 10_000_000]],
  ])('names round levels up to %d', (number, levels) => {
    expect(scaleOf({ ...november, reached: [] }, number, FRAME).levels).toEqual(levels);
  });

  it.each([
    ['the first day', 0, { today: 'start', goal: 'end' }],
    ['the second week', 100, { today: 'end', goal: 'end' }],
    ['the last day', 290, { today: 'end', goal: 'start' }],
  ])('cuts no words off on %s, and keeps today and the goal apart', (_, today, anchors) => {
    expect(anchorsAt(today, FRAME.width)).toEqual(anchors);
  });

  it('names every seventh day of a month and its last', () => {
    expect(namedDays(november)).toEqual(['2026-11-01', '2026-11-08', '2026-11-15', '2026-11-22', '2026-11-30']);
  });

  it('names every day of a week and some months of a year', () => {
    expect(namedDays({ starts_on: '2026-11-23', last_on: '2026-11-29' })).toHaveLength(7);
    expect(namedDays({ starts_on: '2026-11-01', last_on: '2027-10-31' })).toEqual(['2026-11-01', '2027-02-01', '2027-05-01', '2027-08-01']);
  });
});
