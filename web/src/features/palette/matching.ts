/** Whether every word typed begins a word of the label, whatever its case and accents. */

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{Mn}/gu, '').toLocaleLowerCase();
}

export function matches(label: string, typed: string): boolean {
  const words = plain(label).split(/[^\p{L}\p{N}]+/u);
  return plain(typed).split(/\s+/u).every((part) => words.some((word) => word.startsWith(part)));
}
