import { describe, expect, it } from 'vitest';
import { changedBetween, disputed, merged } from './merging';

const before = { amount_minor: 100, name: 'Fleet', next_step: null };
const now = { amount_minor: 200, name: 'Fleet portal', next_step: null };

describe('what others changed', () => {
  it('is what differs from when the form was opened', () => {
    expect(changedBetween(['amount_minor', 'name', 'next_step'], before, now)).toEqual(['amount_minor', 'name']);
  });

  it('is disputed only where something else was typed', () => {
    expect(disputed(['amount_minor', 'name'], { amount_minor: 300, next_step: 'Call' }, now)).toEqual(['amount_minor']);
    expect(disputed(['amount_minor'], { amount_minor: 200 }, now)).toEqual([]);
  });
});

describe('what is sent', () => {
  it('is what was typed, without what was given up', () => {
    const typed = { amount_minor: 300, name: 'Fleet two', next_step: 'Call' };

    expect(merged(typed, now, { amount_minor: 'theirs', name: 'mine' })).toEqual({ name: 'Fleet two', next_step: 'Call' });
  });

  it('is nothing where both made the same of it', () => {
    expect(merged({ amount_minor: 200 }, now, {})).toEqual({});
  });
});
