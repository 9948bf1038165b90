/** The title of the browser's tab: what is shown, then the product. */
import { useEffect } from 'react';

export function usePageTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · Stageline`;
  }, [name]);
}
