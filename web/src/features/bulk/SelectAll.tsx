/** From what is shown to all that match: their numbers and versions are fetched, so that nothing else is meant later. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readMatching, type Filter } from '@/api/batches';
import { asProblem } from '@/api/problem';
import { tellRefusal } from '@/api/refusals';
import { selectOnly } from '@/lib/selection';
import classes from './BulkBar.module.css';

export interface Matching {
  count: number;
  filter: Filter;
}

export function SelectAll({ screen, selected, matching }: { screen: string; selected: number; matching: Matching }) {
  const { t } = useTranslation();
  const [isReading, setReading] = useState(false);
  if (selected >= matching.count) return null;
  const take = async () => {
    setReading(true);
    try {
      selectOnly(screen, await readMatching(matching.filter));
    } catch (error) {
      tellRefusal(asProblem(error));
    } finally {
      setReading(false);
    }
  };
  return (
    <button type="button" className={classes.all} aria-busy={isReading} onClick={() => void take()}>
      {t('bulk.selectAll', { count: matching.count })}
    </button>
  );
}
