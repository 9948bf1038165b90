/** Long work as it goes on: how much of it is done, how fast, how long still, and the way to stop it. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cancelBatch, type Batch } from '@/api/batches';
import { useAct } from '@/api/useAct';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import { paceOf, withSample, type Sample } from './progress';
import classes from './Work.module.css';

export function WorkProgress({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const cancel = useAct(cancelBatch);
  const { done, total } = batch;
  useEffect(() => {
    const look = () => setSamples((before) => withSample(before, { at: Date.now(), done }));
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [done]);
  const pace = paceOf(samples, total);
  return (
    <div className={classes.progress}>
      <p>
        {t('work.progress', { done: formats.number(done), total: formats.number(total) })}
        {pace !== null && ` · ${t('work.pace', { rate: formats.number(Math.round(pace.perSecond)), seconds: pace.secondsLeft })}`}
      </p>
      <progress max={total} value={done} aria-label={t('work.name', { count: total })} />
      <p className={classes.help}>{t('work.leave')}</p>
      <Button variant="default" size="compact-sm" loading={cancel.isPending} onClick={() => cancel.mutate({ id: batch.id })}>{t('work.cancel')}</Button>
    </div>
  );
}
