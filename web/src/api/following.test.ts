import i18next from 'i18next';
import { expect, test } from 'vitest';
import { makeFormats } from '@/lib/formats';
import { written, type Facts } from '@/lib/messages';
import en from '@/lib/words/en.json';
import { activitiesInQuestion, bookedIn, followingWords } from './following';
import { Problem } from './problem';
import type { Told } from './types';

const formats = makeFormats('en-GB', 'UTC', 'EUR', () => new Date('2026-11-24T10:00:00Z'));
const at = '2026-11-24T10:00:00Z';
const words = i18next.createInstance();
await words
  .use({ type: 'i18nFormat' as const, addLookupKeys: (names: string[]) => names, parse: (found: string, facts: Facts, language: string) => written(found, facts, language) })
  .init({ lng: 'en', resources: { en: { translation: en } } });
const { t } = words;

test('what a move booked and cancelled is told by name and time', () => {
  const events: Told[] = [
    { id: 1, kind: 'opportunity.moved', at, facts: {} },
    { id: 2, kind: 'activity.cancelled', at, facts: { activities: [{ id: 4, subject: 'Call', begins: null }] } },
    { id: 3, kind: 'activity.booked', at, facts: { activities: [{ id: 5, subject: 'Discovery meeting', begins: '2026-11-30T09:00:00+00:00' }] } },
  ];

  expect(bookedIn(events).map(({ id }) => id)).toEqual([5]);
  expect(followingWords(t, formats, events)).toEqual(['Booked: Discovery meeting, Mon 30 Nov, 09:00', 'Cancelled: Call']);
});

test('what could not be booked is told with the reason', () => {
  const facts = { actions: [{ id: 1, name: 'Kick-off', trouble: 'Nobody fills the role onboarding.' }, { id: 2, name: 'Quote' }] };

  expect(followingWords(t, formats, [{ id: 1, kind: 'actions.begun', at, facts }])).toEqual(['Kick-off is not booked: Nobody fills the role onboarding']);
});

test('a refusal names the activities that it asks about, and no other refusal does', () => {
  const activity = { id: 7, subject: 'Call', type: 'call', begins: null, is_of_stage: true };

  expect(activitiesInQuestion(new Problem(422, { code: 'confirmation_required', params: { activities: [activity] } }))).toEqual([activity]);
  expect(activitiesInQuestion(new Problem(422, { code: 'gaps_soft' }))).toBeNull();
});
