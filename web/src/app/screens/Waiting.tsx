/** Skeletons in the shape of what is coming. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Skeleton } from '@/ui/controls';
import classes from './screens.module.css';

const PATIENCE_MS = 8000;

function StillLoading() {
  const { t } = useTranslation();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isLong) return null;
  return (
    <p className={classes.ways}>
      {t('page.stillLoading')}
      <Button variant="default" onClick={() => location.reload()}>{t('page.again')}</Button>
    </p>
  );
}

export function BoardWaiting() {
  return (
    <div aria-busy>
      <div className={classes.waitingHead}>
        <Skeleton height={26} width={200} />
        <StillLoading />
      </div>
      <div className={classes.waitingColumns}>
        {Array.from({ length: 5 }, (_, column) => (
          <div key={column} className={classes.waitingColumn}>
            <Skeleton height={46} />
            <Skeleton height={130} />
            <Skeleton height={130} />
            <Skeleton height={130} />
          </div>
        ))}
      </div>
    </div>
  );
}

export function RecordWaiting() {
  return (
    <div className={classes.waitingRecord} aria-busy>
      <Skeleton height={30} width={320} />
      <StillLoading />
      <Skeleton height={46} />
      <div className={classes.waitingGrid}>
        <Skeleton height={320} />
        <Skeleton height={420} />
      </div>
    </div>
  );
}
