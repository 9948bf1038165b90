/** Adds up the compressed JavaScript a browser needs before the board is usable, and stops the build above the limit. */
import type { Plugin } from 'vite';
import { packedSize } from './packed.ts';

interface Chunk {
  fileName: string;
  code: string;
  imports: string[];
  facadeModuleId: string | null;
  isEntry: boolean;
}

interface Options {
  /** The parts of the catalogues that are not there yet; nothing of the first load may speak with them. */
  laterWords: readonly string[];
  /** What the board needs and the entry only asks for once it runs. */
  lazy: readonly string[];
  limitKb: number;
}

function reachable(chunks: Map<string, Chunk>, start: Chunk[]): Set<string> {
  const seen = new Set<string>();
  const waiting = start.map((chunk) => chunk.fileName);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...(chunks.get(name)?.imports ?? []));
  }
  return seen;
}

export function firstLoad({ lazy, limitKb, laterWords }: Options): Plugin {
  return {
    name: 'first-load',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = new Map<string, Chunk>();
      for (const file of Object.values(bundle)) if (file.type === 'chunk') chunks.set(file.fileName, file);
      const all = [...chunks.values()];
      const start = all.filter((chunk) => chunk.isEntry || lazy.some((path) => chunk.facadeModuleId?.endsWith(path)));
      if (start.length !== lazy.length + 1) this.error(`first load: not every one of ${lazy.join(', ')} is a chunk of its own`);
      const names = [...reachable(chunks, start)];
      const early = new RegExp(`["'\`](?:${laterWords.join('|')})\\.[A-Za-z_$][^"'\`]*`, 'gu');
      const tooEarly = names.flatMap((name) => chunks.get(name)?.code.match(early) ?? []);
      if (tooEarly.length > 0) this.error(`first load: says what comes with the later words: ${tooEarly.join(', ')}`);
      const bytes = names.reduce((sum, name) => sum + packedSize(chunks.get(name)?.code ?? ''), 0);
      const kb = Math.round(bytes / 100) / 10;
      const sentence = `first load: ${kb} kB of compressed JavaScript in ${names.length} files (limit ${limitKb} kB)`;
      if (kb > limitKb) this.error(sentence);
      console.info(sentence);
    },
  };
}
