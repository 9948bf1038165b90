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
  const digits = text.replaceAll(/[\s\u00A0\u202F',.]/gu, '');
  const count = /^\d+$/u.test(digits) ? Number(digits) : 0;
  return Number.isSafeInteger(count) && count > 0 ? count : null;
}

export function numberText({ metric, currency }: Counted, number: number, locale: string): string {
  return isValue(metric) && currency !== null ? moneyText(number, currency, locale) : String(number);
}
