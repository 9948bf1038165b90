import { describe, expect, test } from 'vitest';
import { formatMoney, minorDigits, moneyText, parseMoney } from './money';

describe('money', () => {
  test('the own currency has its symbol and no idle cents', () => {
    expect(formatMoney(8_400_000, 'EUR', 'en-GB', 'EUR')).toBe('€84,000');
    expect(formatMoney(8_400_050, 'EUR', 'en-GB', 'EUR')).toBe('€84,000.50');
  });

  test('another currency is named by its code', () => {
    expect(formatMoney(3_800_000, 'USD', 'en-GB', 'EUR').replaceAll('\u00A0', ' ')).toBe('USD 38,000');
  });

  test('a currency without minor units keeps whole amounts', () => {
    expect(minorDigits('JPY')).toBe(0);
    expect(formatMoney(1200, 'JPY', 'en-GB', 'JPY')).toBe('¥1,200');
    expect(parseMoney('1,200', 'JPY', 'en-GB')).toBe(1200);
  });

  test('typed amounts are read in the marks of the language', () => {
    expect(parseMoney('84.000,50', 'EUR', 'de-DE')).toBe(8_400_050);
    expect(parseMoney('84,000.5', 'EUR', 'en-GB')).toBe(8_400_050);
    expect(parseMoney('84 000', 'EUR', 'en-GB')).toBe(8_400_000);
  });

  test('what is no amount is refused', () => {
    for (const text of ['', 'abc', '-5', '1.2.3', '1.234', '9'.repeat(30)]) expect(parseMoney(text, 'EUR', 'en-GB')).toBeNull();
  });

  test('an amount survives the way into the input and back', () => {
    for (const minor of [0, 1, 99, 100, 8_400_050]) {
      expect(parseMoney(moneyText(minor, 'EUR', 'de-DE'), 'EUR', 'de-DE')).toBe(minor);
    }
  });
});
