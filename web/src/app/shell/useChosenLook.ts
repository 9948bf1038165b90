/** Keeps the page as the person likes it: theme, density, motion, language, single keys; on every device they sign in from. */
import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import type { Session } from '@/api/types';
import { chooseLanguage } from '@/lib/i18n';
import { hasSingleKeys } from '@/lib/shortcuts';

export function useChosenLook({ language, preferences }: Session['user']): void {
  const { theme, density, reduces_motion: reducesMotion, has_shortcuts: hasShortcuts } = preferences;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    setColorScheme(theme === 'system' ? 'auto' : theme);
  }, [theme, setColorScheme]);
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.density = density;
    dataset.motion = reducesMotion ? 'reduced' : 'full';
  }, [density, reducesMotion]);
  useEffect(() => hasSingleKeys.set(hasShortcuts), [hasShortcuts]);
  useEffect(() => void chooseLanguage(language), [language]);
}
