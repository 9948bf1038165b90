/** Leaves beside each built file its compressed forms, the smallest there are, so that the server need not make them. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const SMALLEST = { level: 9 };
const PACKED = /\.(?:js|css|svg)$/u;

/** As large as the browser fetches it from a server without TLS, where it takes no other form. */
export const packedSize = (code: string): number => gzipSync(code, SMALLEST).length;

export function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle({ dir }, bundle) {
      for (const file of Object.values(bundle)) {
        if (dir === undefined || !PACKED.test(file.fileName)) continue;
        const content = file.type === 'chunk' ? file.code : file.source;
        const at = path.join(dir, file.fileName);
        writeFileSync(`${at}.br`, brotliCompressSync(content));
        writeFileSync(`${at}.gz`, gzipSync(content, SMALLEST));
      }
    },
  };
}
