/** A language nobody speaks, made of the English words: accented and two fifths longer, so that what was not translated or has no room is seen. */

const ACCENTED: Readonly<Record<string, string>> = { a: 'á', c: 'ç', e: 'é', i: 'ï', n: 'ñ', o: 'ö', s: 'š', u: 'ü', y: 'ý', A: 'Å', C: 'Ç', E: 'É', I: 'Î', N: 'Ñ', O: 'Ø', S: 'Š', U: 'Û' };
const LONGER = 0.4;

export function pseudo(words: string): string {
  return words.replaceAll(/\p{L}/gu, (letter) => ACCENTED[letter] ?? letter) + '~'.repeat(Math.ceil(words.trim().length * LONGER));
}
