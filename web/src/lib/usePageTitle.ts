/** The title of the browser's tab: how much is unread, what is shown, then the product. */
import { useEffect } from 'react';
import { createStore, useStore } from './store';

export const unreadCount = createStore(0);

export function usePageTitle(name: string): void {
  const unread = useStore(unreadCount);
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${name} · Stageline`;
  }, [name, unread]);
}
