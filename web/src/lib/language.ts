/** The language of the page: chosen by the person, else the browser's, English when we have neither. */

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** For tests of the page: `?language=pseudo` and `?language=pseudo-rtl` speak English made strange, the latter from right to left. */
export type Spoken = Language | 'en-x-pseudo' | 'en-x-rtl';

const KEY = 'stageline.language';
const STRANGE: Readonly<Record<string, Spoken>> = { pseudo: 'en-x-pseudo', 'pseudo-rtl': 'en-x-rtl' };

function isLanguage(value: string | null | undefined): value is Language {
  return languages.some((language) => language === value);
}

export function isStrange(spoken: string): boolean {
  return spoken.includes('-x-');
}

export function directionOf(spoken: string): 'ltr' | 'rtl' {
  return spoken === 'en-x-rtl' ? 'rtl' : 'ltr';
}

export function chosenLanguage(): Spoken {
  const asked = STRANGE[new URLSearchParams(location.search).get('language') ?? ''];
  if (asked !== undefined) return asked;
  const kept = localStorage.getItem(KEY);
  if (isLanguage(kept)) return kept;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => isLanguage(tag));
  return isLanguage(spoken) ? spoken : 'en';
}

/** The browser's own language again when nobody chose one. */
export function keepLanguage(language: Language | null): void {
  if (language === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, language);
}

/** The browser's own regional variant of the language, so that an English page in Dublin writes dates as Dublin does. */
export function localeOf(language: string): string {
  if (isStrange(language)) return 'en-GB';
  return navigator.languages.find((tag) => tag.startsWith(language)) ?? (language === 'en' ? 'en-GB' : 'de-DE');
}
