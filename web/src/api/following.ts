/** What follows a move for actions and activities: what it asks, and what it made of them, in words. */
import type { TFunction } from 'i18next';
import type { Formats } from '@/lib/formats';
import type { Problem } from './problem';
import type { ActivityInQuestion, Told } from './types';

export const CONFIRMATION = 'confirmation_required';

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function objects(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((each) => isObject(each)) : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The activities that a refused move asks about; nothing when it was refused for something else. */
export function activitiesInQuestion({ code, params }: Problem): ActivityInQuestion[] | null {
  if (code !== CONFIRMATION) return null;
  return objects(params.activities).map((each) => ({
    id: Number(each.id),
    subject: text(each.subject) ?? '',
    type: text(each.type) ?? '',
    begins: text(each.begins),
    is_of_stage: each.is_of_stage !== false,
  }));
}

interface Named {
  subject: string | null;
  /** A time, or the day. */
  begins: string | null;
}

function when(formats: Formats, begins: string): string {
  return begins.length === 'yyyy-mm-dd'.length ? formats.day(begins) : formats.instant(begins);
}

export function activityName(t: TFunction, formats: Formats, { subject, begins }: Named): string {
  const name = subject === null || subject === '' ? t('activity.private') : subject;
  return begins === null ? name : t('activity.named', { name, when: when(formats, begins) });
}

/** The activities that an event is about. */
export function activitiesIn(facts: Readonly<Record<string, unknown>>): (Named & { id: number })[] {
  return objects(facts.activities).map((each) => ({ id: Number(each.id), subject: text(each.subject), begins: text(each.begins) }));
}

/** What the things of a list are called. */
export function namesIn(listed: unknown): string[] {
  return objects(listed).flatMap(({ name }) => text(name) ?? []);
}

function activitiesOf(events: readonly Told[], kind: string) {
  return events.filter((event) => event.kind === kind).flatMap(({ facts }) => activitiesIn(facts));
}

export function bookedIn(events: readonly Told[]) {
  return activitiesOf(events, 'activity.booked');
}

/** One sentence for each thing that followed. */
export function followingWords(t: TFunction, formats: Formats, events: readonly Told[]): string[] {
  const list = new Intl.ListFormat(formats.locale, { type: 'conjunction' });
  const named = (kind: string) => list.format(activitiesOf(events, kind).map((activity) => activityName(t, formats, activity)));
  const told = [
    ['move.booked', named('activity.booked')],
    ['move.cancelled', named('activity.cancelled')],
    ['move.again', named('activity.reactivated')],
  ] as const;
  const troubles = events.filter(({ kind }) => kind === 'actions.begun').flatMap(({ facts }) => objects(facts.actions).filter(({ trouble }) => text(trouble) !== null));
  return [
    ...told.filter(([, names]) => names !== '').map(([key, names]) => t(key, { names })),
    ...troubles.map(({ name, trouble }) => t('move.trouble', { name: text(name) ?? '', why: (text(trouble) ?? '').replace(/\.$/u, '') })),
  ];
}
