/** How large a file is, as a person says it. */

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function sizeWords(bytes: number, locale: string): string {
  let amount = bytes;
  let step = 0;
  while (amount >= 1000 && step < units.length - 1) {
    amount /= 1000;
    step += 1;
  }
  const unit = units[step] ?? 'byte';
  const digits = step > 0 && amount < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: digits }).format(amount);
}
