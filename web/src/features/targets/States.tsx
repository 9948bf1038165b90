/** What a part of the page says while it waits, and when it could not be read. */
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { Button, Skeleton } from '@/ui/controls';
import classes from './Goals.module.css';

export function Waiting({ height }: { height: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-busy aria-label={t('goals.loading')}>
      <Skeleton height={height} />
    </div>
  );
}

export function Failed({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <p className={classes.failed} role="alert">
      {refusalSentence(asProblem(error))} <Button variant="default" size="compact-sm" onClick={onAgain}>{t('page.again')}</Button>
    </p>
  );
}
