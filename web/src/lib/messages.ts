/** Writes a sentence with its facts, as the catalogues spell it: `{name}`, `{count, plural, =0 {…} one {# …} other {# …}}`, `{kind, select, a {…} other {…}}`. */
import { once } from './once';

export type Facts = Readonly<Record<string, unknown>>;
/** Writes its piece; `counted` stands for `#` inside the choices of a plural. */
type Part = (facts: Facts, language: string, counted: string) => string;

const pluralsOf = once((language: string) => new Intl.PluralRules(language));
const numbersOf = once((language: string) => new Intl.NumberFormat(language));
let spoken = (words: string) => words;

/** Lets every word of the catalogues be said in another way; facts stay as they are. */
export function speakLike(way: ((words: string) => string) | null): void {
  spoken = way ?? ((words) => words);
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function chosen(kind: string | undefined, value: unknown, language: string, cases: ReadonlyMap<string, Part>): Part | undefined {
  if (kind !== 'plural') return cases.get(String(value));
  return cases.get(`=${String(value)}`) ?? cases.get(pluralsOf(language).select(Number(value)));
}

/** A small part of ICU's grammar; a test holds it to the whole one for every sentence of the catalogues. */
class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Reads up to the brace that closes what it stands in, or to the end. */
  sentence(): Part {
    const parts: Part[] = [];
    while (this.at < this.text.length && this.text[this.at] !== '}') {
      if (this.text[this.at] === '{') parts.push(this.placeholder());
      else if (this.take('#')) parts.push((_facts, _language, counted) => counted);
      else {
        const words = this.upTo(/[{}#]/u);
        parts.push(() => spoken(words));
      }
    }
    return (facts, language, counted) => parts.map((part) => part(facts, language, counted)).join('');
  }

  private placeholder(): Part {
    this.at += 1;
    const [name = '', kind, first = ''] = this.upTo(/[{}]/u).split(',').map((word) => word.trim());
    if (this.take('}')) return (facts) => shown(facts[name]);
    const cases = new Map<string, Part>();
    for (let choice = first; this.take('{'); choice = this.upTo(/[{}]/u).trim()) {
      cases.set(choice, this.sentence());
      this.take('}');
    }
    this.take('}');
    return (facts, language, counted) => {
      const part = chosen(kind, facts[name], language, cases) ?? cases.get('other');
      return part?.(facts, language, kind === 'plural' ? numbersOf(language).format(Number(facts[name])) : counted) ?? '';
    };
  }

  private take(mark: string): boolean {
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private upTo(marks: RegExp): string {
    const rest = this.text.slice(this.at);
    const length = rest.search(marks);
    const words = length < 0 ? rest : rest.slice(0, length);
    this.at += words.length;
    return words;
  }
}

const read = new Map<string, Part>();

export function written(sentence: string, facts: Facts, language: string): string {
  const part = read.get(sentence) ?? new Reader(sentence).sentence();
  read.set(sentence, part);
  return part(facts, language, '#');
}
