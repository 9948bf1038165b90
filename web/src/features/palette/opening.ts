/** Which of the two lies over the page: the palette or the list of keys. */
import { createStore } from '@/lib/store';

export const overlay = createStore<'palette' | 'keys' | null>(null);
