/** The catalogues: every word of the page by key, with plurals written in ICU. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { chosenLanguage, directionOf, isStrange, keepLanguage, localeOf, type Language, type Spoken } from './language';
import { speakLike, written, type Facts } from './messages';
import type saidFirst from './words/en.json';
import type saidLater from './words/en.later.json';

export type Words = typeof saidFirst & typeof saidLater;

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Words };
  }
}

type Catalogue = () => Promise<{ default: Record<string, unknown> }>;

const english: Catalogue = () => import('./words/en.json');
const laterEnglish: Catalogue = () => import('./words/en.later.json');

let spoken: Spoken = 'en';

/** What the board says at once, and what everything else says: a board is there before all words are. */
const catalogues: Record<Spoken, { first: Catalogue; later: Catalogue }> = {
  en: { first: english, later: laterEnglish },
  de: { first: () => import('./words/de.json'), later: () => import('./words/de.later.json') },
  'en-x-pseudo': { first: english, later: laterEnglish },
  'en-x-rtl': { first: english, later: laterEnglish },
};

const icu = {
  type: 'i18nFormat' as const,
  // One key holds all its plurals, so there is no other to look up.
  addLookupKeys: (keys: string[]) => keys,
  parse: (found: unknown, facts: Facts, language: string) => (typeof found === 'string' ? written(found, facts, language) : found),
};

async function load(catalogue: Catalogue, language: Spoken): Promise<void> {
  const words = await catalogue();
  i18next.addResourceBundle(language, 'translation', words.default, true);
}

const complete = new Set<Spoken>();

/** Resolves when every word is there; what comes after the first paint waits for it. */
export async function laterWords(): Promise<void> {
  if (complete.has(spoken)) return;
  const language = spoken;
  await load(catalogues[language].later, language);
  complete.add(language);
}

async function speak(language: Spoken): Promise<void> {
  if (isStrange(language)) speakLike((await import('./pseudo')).pseudo);
  await load(catalogues[language].first, language);
  document.documentElement.lang = localeOf(language);
  document.documentElement.dir = directionOf(language);
  spoken = language;
}

/** From now on, and when the page is opened again; `null` is the language of the browser. */
export async function chooseLanguage(language: Language | null): Promise<void> {
  if (isStrange(i18next.language)) return;
  keepLanguage(language);
  const wanted = chosenLanguage();
  if (wanted === i18next.language) return;
  await speak(wanted);
  await laterWords();
  await i18next.changeLanguage(wanted);
}

export async function startWords(): Promise<void> {
  const language = chosenLanguage();
  await i18next.use(icu).use(initReactI18next).init({ lng: language, fallbackLng: false, resources: {}, interpolation: { escapeValue: false } });
  await speak(language);
}
