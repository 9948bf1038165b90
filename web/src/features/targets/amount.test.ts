import { expect, it } from 'vitest';
import { numberText, readNumber } from './amount';

const deals = { metric: 'advanced_count', currency: null } as const;
const euros = { metric: 'won_value', currency: 'EUR' } as const;

it.each([
  [deals, '6', 'en-GB', 6],
  [deals, '11,010,101', 'en-GB', 11_010_101],
  [deals, '11.010.101', 'de-DE', 11_010_101],
  [deals, '11 010 101', 'fr-FR', 11_010_101],
  [deals, ' 6 ', 'en-GB', 6],
  [deals, '2.5', 'en-GB', null],
  [deals, '2,5', 'en-GB', null],
  [deals, '2,5', 'de-DE', null],
  [deals, '0', 'en-GB', null],
  [deals, '-3', 'en-GB', null],
  [deals, 'six', 'en-GB', null],
  [euros, '600,000.50', 'en-GB', 60_000_050],
  [euros, '600.000,50', 'de-DE', 60_000_050],
  [euros, '0', 'en-GB', null],
] as const)('%o reads %s as typed in %s', (counted, text, locale, number) => {
  expect(readNumber(counted, text, locale)).toBe(number);
});

it('shows a number as it can be typed again', () => {
  expect(numberText(deals, 6, 'en-GB')).toBe('6');
  expect(numberText(euros, 60_000_000, 'en-GB')).toBe('600000');
});
