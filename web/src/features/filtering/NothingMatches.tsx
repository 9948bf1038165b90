/** What stands where deals would be when the filter leaves none. */
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/controls';
import classes from './Filtering.module.css';

export function NothingMatches({ count, onClear }: { count: number; onClear: (() => void) | null }) {
  const { t } = useTranslation();
  return (
    <div className={classes.nothing}>
      <p>{t('filter.nothing', { count })}</p>
      {onClear !== null && <Button variant="default" onClick={onClear}>{t('filter.clear')}</Button>}
    </div>
  );
}
