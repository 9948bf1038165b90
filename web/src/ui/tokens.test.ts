import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(css|tsx?)$/u.test(path) && !/tokens\.css$|\.test\.tsx?$|schema\.d\.ts$/u.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

function findings(pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) => [...text.matchAll(pattern)].map((match) => `${path}: ${match[0]}`));
}

describe('the look comes from the tokens', () => {
  test('no colour is written anywhere else', () => {
    expect(findings(/#[\da-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|lab)\(/giu)).toEqual([]);
    expect(findings(/(?:color|background|fill|stroke):\s*(?:white|black|red|green|blue|gr[ae]y)\b/giu)).toEqual([]);
  });

  test('no shadow is drawn but the three, a ring or nothing', () => {
    const shadows = findings(/box-shadow:[^;]+;/gu).filter((found) => !/var\(--sl-(?:shadow-[123]|bg)\)|none/u.test(found));
    expect(shadows).toEqual([]);
  });

  test('every token that is used exists', () => {
    const known = new Set([...readFileSync(join(root, 'ui/tokens.css'), 'utf8').matchAll(/--sl-[\w-]+(?=:)/gu)].map((match) => match[0]));
    const used = files.flatMap(({ text }) => [...text.matchAll(/var\((--sl-[\w-]+)\)/gu)].map((match) => match[1] ?? ''));
    expect(used.filter((token) => !known.has(token))).toEqual([]);
  });
});
