/** Keeps our `data-theme` in step with the scheme a person chose, or that of the system. */
import { useComputedColorScheme } from '@mantine/core';
import { useEffect } from 'react';

export function useThemeOnPage(): void {
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    document.documentElement.dataset.theme = scheme;
  }, [scheme]);
}
