/** Money as the server keeps it: whole minor units and a currency code, shown and read in the person's own marks. */
import { once } from './once';

/** How many digits the minor unit of a currency has. */
export const minorDigits = once((currency: string) => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2);

const writerOf = once(
  (locale: string, currency: string, display: string) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: display === 'code' ? 'code' : 'narrowSymbol',
      trailingZeroDisplay: 'stripIfInteger',
    }),
);

function major(minor: number, currency: string): number {
  return minor / 10 ** minorDigits(currency);
}

/** The organisation's own currency takes its symbol, every other one its code, so that two kinds of dollar never look alike. */
export function formatMoney(minor: number, currency: string, locale: string, home: string): string {
  return writerOf(locale, currency, currency === home ? 'symbol' : 'code').format(major(minor, currency));
}

function decimalMark(locale: string): string {
  return new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';
}

/** Reads what a person typed; the answer is minor units, `null` when the text is no amount. */
export function parseMoney(text: string, currency: string, locale: string): number | null {
  const mark = decimalMark(locale);
  const [whole = '', fraction = '', ...rest] = text.replaceAll(/[\s\u00A0\u202F']/gu, '').split(mark);
  const grouping = mark === ',' ? '.' : ',';
  const digits = whole.replaceAll(grouping, '');
  if (rest.length > 0 || !/^\d+$/u.test(digits) || !/^\d*$/u.test(fraction)) return null;
  const places = minorDigits(currency);
  if (fraction.length > places) return null;
  const minor = Number(digits + fraction.padEnd(places, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** The plain text of an amount inside an input, without symbol or grouping. */
export function moneyText(minor: number | null, currency: string, locale: string): string {
  if (minor === null) return '';
  return new Intl.NumberFormat(locale, {
    useGrouping: false,
    maximumFractionDigits: minorDigits(currency),
  }).format(major(minor, currency));
}
