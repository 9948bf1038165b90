/** The catalogues: every word of the page by key, with plurals written in ICU. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { chosenLanguage, directionOf, isStrange, keepLanguage, localeOf, type Language, type Spoken } from './language';
import { speakLike, written, type Facts } from './messages';
import type words from './words/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof words };
  }
}

const catalogues = {
  en: () => import('./words/en.json'),
  de: () => import('./words/de.json'),
  'en-x-pseudo': () => strange(),
  'en-x-rtl': () => strange(),
};

async function strange() {
  const [{ pseudo }, words] = await Promise.all([import('./pseudo'), import('./words/en.json')]);
  speakLike(pseudo);
  return words;
}

const icu = {
  type: 'i18nFormat' as const,
  // One key holds all its plurals, so there is no other to look up.
  addLookupKeys: (keys: string[]) => keys,
  parse: (found: unknown, facts: Facts, language: string) => (typeof found === 'string' ? written(found, facts, language) : found),
};

async function loadWords(language: Spoken): Promise<void> {
  const catalogue = await catalogues[language]();
  i18next.addResourceBundle(language, 'translation', catalogue.default);
  document.documentElement.lang = localeOf(language);
  document.documentElement.dir = directionOf(language);
}

async function speak(language: Spoken): Promise<void> {
  await loadWords(language);
  await i18next.changeLanguage(language);
}

/** From now on, and when the page is opened again; `null` is the language of the browser. */
export async function chooseLanguage(language: Language | null): Promise<void> {
  if (isStrange(i18next.language)) return;
  keepLanguage(language);
  const wanted = chosenLanguage();
  if (wanted !== i18next.language) await speak(wanted);
}

export async function startWords(): Promise<void> {
  const language = chosenLanguage();
  await i18next.use(icu).use(initReactI18next).init({ lng: language, fallbackLng: false, resources: {}, interpolation: { escapeValue: false } });
  await speak(language);
}
