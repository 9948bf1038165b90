/** A number to be reached, as somebody types it: deals, or money in minor units. */
import type { SalesTarget } from '@/api/targets';
import { isValue } from '@/api/useTargetWords';
import { moneyText, parseMoney } from '@/lib/money';

type Counted = Pick<SalesTarget, 'metric' | 'currency'>;

/** `null` when it is none that can be reached. */
export function readNumber({ metric, currency }: Counted, text: string, locale: string): number | null {
  if (isValue(metric)) {
    const minor = parseMoney(text, currency ?? '', locale);
    return minor === null || minor < 1 ? null : minor;
  }
  const mark = new Intl.NumberFormat(locale).formatToParts(11_111).find(({ type }) => type === 'group')?.value ?? ',';
  const groups = text.trim().replaceAll(/[\s\u00A0\u202F'’]/gu, mark).split(mark);
  // Whole groups alone, so that "2,5" is not taken for 25.
  const isWhole = groups.every((group, place) => (place === 0 ? /^\d+$/u : /^\d{2,3}$/u).test(group));
  const count = isWhole ? Number(groups.join('')) : 0;
  return Number.isSafeInteger(count) && count > 0 ? count : null;
}

export function numberText({ metric, currency }: Counted, number: number, locale: string): string {
  return isValue(metric) && currency !== null ? moneyText(number, currency, locale) : String(number);
}
