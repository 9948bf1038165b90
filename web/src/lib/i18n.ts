/** The catalogues: every word of the page by key, with plurals written in ICU. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { chosenLanguage, keepLanguage, localeOf, type Language } from './language';
import { written, type Facts } from './messages';
import type words from './words/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof words };
  }
}

const catalogues = {
  en: () => import('./words/en.json'),
  de: () => import('./words/de.json'),
};

const icu = {
  type: 'i18nFormat' as const,
  // One key holds all its plurals, so there is no other to look up.
  addLookupKeys: (keys: string[]) => keys,
  parse: (found: unknown, facts: Facts, language: string) => (typeof found === 'string' ? written(found, facts, language) : found),
};

async function loadWords(language: Language): Promise<void> {
  const catalogue = await catalogues[language]();
  i18next.addResourceBundle(language, 'translation', catalogue.default);
  document.documentElement.lang = localeOf(language);
}

export async function speak(language: Language): Promise<void> {
  await loadWords(language);
  keepLanguage(language);
  await i18next.changeLanguage(language);
}

export async function startWords(): Promise<void> {
  const language = chosenLanguage();
  await i18next.use(icu).use(initReactI18next).init({ lng: language, fallbackLng: false, resources: {}, interpolation: { escapeValue: false } });
  await speak(language);
}
