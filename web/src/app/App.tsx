/** Providers around the routes. */
import { DirectionProvider, MantineProvider, localStorageColorSchemeManager, useComputedColorScheme } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { cssVariablesResolver, theme } from '@/ui/theme';
import { queries } from './queries';
import { router } from './routes';

const schemes = localStorageColorSchemeManager({ key: 'stageline.theme' });

/** Our own colours change with Mantine's, also before anybody has signed in. */
function Painted() {
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    document.documentElement.dataset.theme = scheme;
  }, [scheme]);
  return null;
}

export function App() {
  return (
    <DirectionProvider>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} colorSchemeManager={schemes} defaultColorScheme="auto">
        <Painted />
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
