import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import de from './words/de.json';
import laterDe from './words/de.later.json';
import en from './words/en.json';
import laterEn from './words/en.later.json';

/** The kind of a piece that is said as it stands. */
const literal = new IntlMessageFormat('word', 'en').getAst()[0]?.type;

type Words = { [key: string]: string | Words };

function flat(words: Words, before = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [[before + key, value] as const] : [...flat(value, `${before + key}.`)])),
  );
}

type Piece = ReturnType<IntlMessageFormat['getAst']>[number];

/** What a choice says is no fact, even where it is a single word. */
function placeholdersIn(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) => {
    const inside = 'options' in piece ? Object.values(piece.options).flatMap(({ value }) => placeholdersIn(value)) : [];
    return 'value' in piece && piece.type !== literal ? [piece.value, ...inside] : inside;
  });
}

function placeholders(sentence: string): string[] {
  return placeholdersIn(new IntlMessageFormat(sentence, 'en').getAst()).toSorted();
}

function facts(words: Map<string, string>, key: string): string {
  return [...new Set(placeholders(words.get(key) ?? ''))].join(' ');
}

const english = flat({ ...en, ...laterEn });
const german = flat({ ...de, ...laterDe });

describe('the catalogues', () => {
  test('hold the same keys in both languages', () => {
    expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  test('say what comes later in the same parts, none of them twice', () => {
    expect(Object.keys(laterDe)).toEqual(Object.keys(laterEn));
    expect(Object.keys(laterEn).filter((part) => part in en)).toEqual([]);
  });

  test('ask for the same facts in both languages', () => {
    const differing = [...english.keys()].filter((key) => facts(english, key) !== facts(german, key));
    expect(differing).toEqual([]);
  });

  test.each([
    ['en', english],
    ['de', german],
  ])('%s is well formed', (language, words) => {
    for (const sentence of words.values()) expect(() => new IntlMessageFormat(sentence, language)).not.toThrow();
  });
});
