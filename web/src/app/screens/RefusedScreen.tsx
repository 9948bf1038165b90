/** The place of the content when it cannot be shown: the sentence, and the ways on. */
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { paths } from '@/lib/paths';
import { Button } from '@/ui/controls';
import classes from './screens.module.css';

export function RefusedScreen({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const problem = asProblem(error);
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <div className={classes.message} role="alert">
      <h1>{t('page.refused')}</h1>
      <p>{refusalSentence(problem)}</p>
      <p className={classes.ways}>
        {problem.status === 404 || problem.status === 403 ? null : <Button onClick={again}>{t('page.again')}</Button>}
        <Link to={paths.anyBoard}>{t('page.toBoard')}</Link>
      </p>
    </div>
  );
}

export function NotFoundScreen() {
  const { t } = useTranslation();
  return (
    <div className={classes.message}>
      <h1>{t('page.refused')}</h1>
      <p>{t('refusal.not_found')}</p>
      <p className={classes.ways}>
        <Link to={paths.anyBoard}>{t('page.toBoard')}</Link>
      </p>
    </div>
  );
}
