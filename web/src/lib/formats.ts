/** Dates, numbers and money in the person's language and the organisation's zone. */
import { createContext, use } from 'react';
import { dayIn, daysBetween, type Day } from './days';
import { formatMoney } from './money';
import { once } from './once';

export interface Formats {
  locale: string;
  zone: string;
  currency: string;
  today: () => Day;
  money: (minor: number, currency: string) => string;
  number: (value: number) => string;
  percent: (value: number) => string;
  day: (day: Day) => string;
  instant: (at: string) => string;
  exactly: (at: string) => string;
  time: (at: Date) => string;
}

const besideToday = once((locale: string) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const calendarOf = once(
  (locale: string, weekday: string, year: string) =>
    new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      ...(weekday === 'weekday' && { weekday: 'short' }),
      day: 'numeric',
      month: 'short',
      ...(year === 'year' && { year: 'numeric' }),
    }),
);

/** Weekday within a fortnight, the year only when it is another one, today and its neighbours as words. */
function dayWords(locale: string, day: Day, today: Day): string {
  const away = daysBetween(today, day);
  if (Math.abs(away) <= 1) return besideToday(locale).format(away, 'day');
  const isNear = Math.abs(away) <= 14;
  const isThisYear = day.slice(0, 4) === today.slice(0, 4);
  return calendarOf(locale, isNear ? 'weekday' : '', isThisYear ? '' : 'year').format(new Date(`${day}T00:00:00Z`));
}

export function makeFormats(locale: string, zone: string, currency: string, now: () => Date = () => new Date()): Formats {
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const number = new Intl.NumberFormat(locale);
  const exact = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: 'full', timeStyle: 'long' });
  const clock = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const today = () => dayIn(zone, now());
  return {
    locale,
    zone,
    currency,
    today,
    money: (minor, code) => formatMoney(minor, code, locale, currency),
    number: (value) => number.format(value),
    percent: (value) => percent.format(value / 100),
    day: (day) => dayWords(locale, day, today()),
    instant: (at) => `${dayWords(locale, dayIn(zone, new Date(at)), today())}, ${clock.format(new Date(at))}`,
    exactly: (at) => exact.format(new Date(at)),
    time: (at) => clock.format(at),
  };
}

export const FormatsContext = createContext<Formats>(makeFormats('en', 'UTC', 'EUR'));

export function useFormats(): Formats {
  return use(FormatsContext);
}
