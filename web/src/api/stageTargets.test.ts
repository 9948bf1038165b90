import { describe, expect, it } from 'vitest';
import { aTarget } from './builders';
import { personLookedAt, stageTargets } from './stageTargets';

const TODAY = '2026-11-24';
const NOW = new Date(`${TODAY}T10:00:00Z`);
const ids = (...targets: Parameters<typeof stageTargets>[0]) => stageTargets(targets, 3, TODAY, NOW).map(({ id }) => id);

describe('the goals beside the name of a stage', () => {
  it('are those of that stage, in the order in which they come', () => {
    const elsewhere = aTarget(2, { stage: { id: 4, name: 'Negotiate', type: 'open', is_active: true } });
    expect(ids(aTarget(3, { period_type: 'week' }), elsewhere, aTarget(1))).toEqual([3, 1]);
  });

  it('are none of those that name no stage', () => {
    expect(ids(aTarget(1, { metric: 'won_count', stage: null }))).toEqual([]);
  });

  it('are none that have ended, or whose first period is yet to come', () => {
    const { period } = aTarget(1);
    expect(ids(aTarget(1, { ended_at: '2026-11-20T10:00:00Z' }), aTarget(2, { period: { ...period, is_closed: true } }))).toEqual([]);
    expect(ids(aTarget(3, { period: { ...period, starts_on: '2026-12-01' } }))).toEqual([]);
    expect(ids(aTarget(4, { ended_at: '2026-11-30T23:00:00Z' }))).toEqual([4]);
  });
});

describe('whose goals a screen shows', () => {
  it.each([
    ['those of the one who looks', {}, 9],
    ['those of the one person whose deals are asked for', { owner_id: [4] }, 4],
    ['those of the one who looks where several are asked for', { owner_id: [4, 5] }, 9],
  ])('are %s', (_what, filter, person) => {
    expect(personLookedAt(filter, 9)).toBe(person);
  });
});
