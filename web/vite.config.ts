import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstLoad } from './firstLoad.ts';
import { packed } from './packed.ts';
import laterWords from './src/lib/words/en.later.json' with { type: 'json' };

const server = process.env.STAGELINE_SERVER ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react(), firstLoad({ lazy: ['src/app/shell/Shell.tsx', 'src/app/screens/BoardScreen.tsx', 'src/features/bulk/WorkRing.tsx', 'src/lib/words/en.json'], limitKb: 250, laterWords: Object.keys(laterWords) }), packed()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  server: { port: 5173, proxy: { '/api': server } },
  build: {
    outDir: '../src/stageline/http/page',
    emptyOutDir: true,
    // The page's content policy allows no data: fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2022',
    rolldownOptions: {
      // What every screen needs comes in one file; many small ones compress worse.
      output: { codeSplitting: { groups: [{ name: 'base', test: /node_modules.(?:react|react-dom|scheduler|@tanstack[\\/](?!(?:react-)?virtual)[^\\/]+|i18next|react-i18next|openapi-fetch)[\\/]/u }] } },
    },
  },
});
