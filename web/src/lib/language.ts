/** The language of the page: chosen by the person, else the browser's, English when we have neither. */

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const KEY = 'stageline.language';

function isLanguage(value: string | null | undefined): value is Language {
  return languages.some((language) => language === value);
}

export function chosenLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (isLanguage(kept)) return kept;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => isLanguage(tag));
  return isLanguage(spoken) ? spoken : 'en';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}

/** The browser's own regional variant of the language, so that an English page in Dublin writes dates as Dublin does. */
export function localeOf(language: string): string {
  return navigator.languages.find((tag) => tag.startsWith(language)) ?? (language === 'en' ? 'en-GB' : 'de-DE');
}
