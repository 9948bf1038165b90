import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { written } from './messages';
import de from './words/de.json';
import laterDe from './words/de.later.json';
import en from './words/en.json';
import laterEn from './words/en.later.json';

type Words = { [key: string]: string | Words };

function sentences(words: Words): string[] {
  return Object.values(words).flatMap((value) => (typeof value === 'string' ? [value] : sentences(value)));
}

/** Every choice a sentence offers, so that each is written once. */
function choices(sentence: string): string[] {
  return [...sentence.matchAll(/(\w+)\s*\{/gu)].map((match) => match[1] ?? '');
}

function names(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{\s*(\w+)\s*[,}]/gu)].map((match) => match[1] ?? ''))];
}

function factsFor(sentence: string): Record<string, unknown>[] {
  const all = (value: unknown) => Object.fromEntries(names(sentence).map((name) => [name, value]));
  return [0, 1, 2, 1234, 'Ann', ...choices(sentence)].map((value) => all(value));
}

describe('a sentence', () => {
  test.each([
    ['en', sentences({ ...en, ...laterEn })],
    ['de', sentences({ ...de, ...laterDe })],
  ])('in %s reads as the whole of ICU reads it', (language, all) => {
    for (const sentence of all) {
      for (const facts of factsFor(sentence)) {
        const isCounted = sentence.includes('plural');
        if (isCounted && Object.values(facts).some((value) => typeof value !== 'number')) continue;
        expect(written(sentence, facts, language)).toBe(new IntlMessageFormat(sentence, language).format(facts));
      }
    }
  });

  test('chooses within a choice', () => {
    const sentence = '{who, select, me {You have {count, plural, one {# deal} other {# deals}}} other {{who} has {count}}} now';

    expect(written(sentence, { who: 'me', count: 1 }, 'en')).toBe('You have 1 deal now');
    expect(written(sentence, { who: 'me', count: 2000 }, 'de')).toBe('You have 2.000 deals now');
    expect(written(sentence, { who: 'Ann', count: 3 }, 'en')).toBe('Ann has 3 now');
  });

  test('keeps facts as they are, braces and all', () => {
    expect(written('{name} moved', { name: '{x} #' }, 'en')).toBe('{x} # moved');
  });
});
