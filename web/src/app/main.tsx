/** Where the page begins. */
import '@fontsource-variable/hanken-grotesk/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import '@/ui/tokens.css';
import '@/ui/global.css';
import '@/ui/mantine.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startWords } from '@/lib/i18n';
import { App } from './App';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');

await startWords();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
