import i18next from 'i18next';
import { expect, test } from 'vitest';
import type { Notification } from '@/api/types';
import { written, type Facts } from '@/lib/messages';
import de from '@/lib/words/de.json';
import en from '@/lib/words/en.json';
import { isOfCalendar, notificationSentence } from './sentence';

const words = i18next.createInstance();
await words
  .use({ type: 'i18nFormat' as const, addLookupKeys: (names: string[]) => names, parse: (found: string, facts: Facts, language: string) => written(found, facts, language) })
  .init({ lng: 'en', resources: { en: { translation: en }, de: { translation: de } } });

function notification(kind: string, params: Notification['params'], opportunity: Notification['opportunity'] = { id: 1, name: 'Solar roof' }): Notification {
  return { id: 1, kind, at: '2026-11-24T10:00:00Z', read_at: null, opportunity, params };
}

function said(kind: string, params: Notification['params'], language = 'en'): string {
  return notificationSentence(words.getFixedT(language), notification(kind, { count: 1, actor_name: 'Maja', ...params }));
}

test('what is to be done is told by its name, and many by their number', () => {
  expect(said('action_assigned', { action_name: 'Send offer' })).toBe('“Send offer” for Solar roof is yours to do.');
  expect(said('action_assigned', { count: 3 })).toBe('3 actions are yours to do.');
  expect(said('activity_moved', { subject: 'Kick-off' })).toBe('Maja moved “Kick-off” to another time.');
  expect(said('activity_added', {})).toBe('Maja put a private activity into your calendar.');
});

test('what a deal still needs is told in the language of whoever reads', () => {
  expect(said('advance_held', { to_stage_name: 'Demo', gaps: ['budget', 'champion'] })).toBe('Solar roof is ready for Demo, except: budget, champion.');
  expect(said('activity_not_booked', { action_name: 'Demo', trouble: 'Nobody fills the role legal.' }, 'de')).toBe('„Demo“ bei Solar roof wurde nicht gebucht: Niemand hat die Rolle inne.');
});

test('an outcome is told with its note where there is one', () => {
  expect(said('outcome_told', { subject: 'Call', outcome: 'Qualified' })).toBe('Maja on “Call”: Qualified.');
  expect(said('outcome_told', { subject: 'Call', outcome: 'Qualified', note: 'In May' })).toBe('Maja on “Call”: Qualified. “In May”');
});

test('whoever does not see the deal is led to their day', () => {
  expect([notification('activity_added', {}, null), notification('taken_away', {}, null)].map(isOfCalendar)).toEqual([true, false]);
});
