/** Forecast categories in words. */
import type { TFunction } from 'i18next';

const categories = ['pipeline', 'best_case', 'commit', 'closed', 'omitted'] as const;

export function categoryLabel(t: TFunction, category: string): string {
  const known = categories.find((code) => code === category);
  return known === undefined ? category : t(`category.${known}`);
}
