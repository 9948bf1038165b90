/** The keys of the filter: one adds a part, the other clears them all. */
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '@/lib/shortcuts';

export function useFilterKeys(open: () => void, clear: () => void): void {
  const { t } = useTranslation();
  useShortcuts(t('filter.name'), [
    { keys: 'f', label: t('filter.add'), run: open },
    { keys: 'F', label: t('filter.clear'), run: clear },
  ]);
}
