import i18next from 'i18next';
import { expect, it } from 'vitest';
import { makeFormats } from '@/lib/formats';
import { aCard } from './builders';
import { nextStepOf } from './nextStep';

const formats = makeFormats('en', 'Europe/Amsterdam', 'EUR');
const t = i18next.t.bind(i18next);
const meeting = { id: 4, subject: 'Meeting', starts_at: '2026-11-30T23:30:00Z', on_day: null };

it('is what somebody wrote down, before any activity', () => {
  expect(nextStepOf(t, formats, aCard(1, { next_step: 'Call Ann', next_activity: meeting }))).toEqual({ what: 'Call Ann', on: null });
  expect(nextStepOf(t, formats, aCard(1, { next_step_on: '2026-12-03', next_activity: meeting }))).toEqual({ what: null, on: '2026-12-03' });
});

it('is else the soonest activity, on its day where the organisation is', () => {
  expect(nextStepOf(t, formats, aCard(1, { next_activity: meeting }))).toEqual({ what: 'Meeting', on: '2026-12-01' });
  expect(nextStepOf(t, formats, aCard(1, { next_activity: { ...meeting, starts_at: null, on_day: '2026-12-02' } }))).toEqual({ what: 'Meeting', on: '2026-12-02' });
});

it('keeps a private activity to itself, and is nothing where nothing is ahead', () => {
  expect(nextStepOf(t, formats, aCard(1, { next_activity: { ...meeting, subject: null } }))?.what).toBe(t('activity.private'));
  expect(nextStepOf(t, formats, aCard(1))).toBeNull();
});
