/** One deal of a batch: its name, and why it stays as it is. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BatchItem } from '@/api/batches';
import { Problem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { paths } from '@/lib/paths';
import classes from './BulkSheet.module.css';

/** What is missing, where that is all there is to say; else the sentence. */
function whyNot(problem: Problem): string {
  const isGap = problem.code === 'gaps_hard' || problem.code === 'gaps_soft';
  return isGap ? problem.missing.map(({ name }) => name).join(' · ') : refusalSentence(problem);
}

export function ItemLine({ item }: { item: BatchItem }) {
  const { t } = useTranslation();
  const why = item.problem === null ? null : whyNot(new Problem(422, item.problem));
  return (
    <li className={classes.item}>
      {item.name === null ? (
        <span>{t('bulk.unknown', { id: item.opportunity_id })}</span>
      ) : (
        // Opened beside the sheet, so that what was found here is still here afterwards.
        <Link to={paths.record} params={{ opportunityId: item.opportunity_id }} target="_blank"><bdi>{item.name}</bdi></Link>
      )}
      {why !== null && item.result !== 'not_found' && <p>{why}</p>}
    </li>
  );
}
