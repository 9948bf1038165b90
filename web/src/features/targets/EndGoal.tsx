/** Ending a goal with its period or at once; what counted until then stays. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { endTarget, type SalesTarget } from '@/api/targets';
import { useAsked } from '@/api/useAsked';
import { announce } from '@/lib/announcing';
import { Button, Modal, Radio } from '@/ui/controls';
import { useGoalWords } from './useGoalWords';
import classes from './dialog.module.css';

export function EndGoal({ target, onClose }: { target: SalesTarget; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const [when, setWhen] = useState('period');
  const name = words.short(target);
  const act = useAsked(endTarget, () => {
    announce(t('goals.endedNow', { name }));
    onClose();
  });
  const close = () => {
    if (!act.isPending) onClose();
  };
  return (
    <Modal opened onClose={close} title={t('goals.endTitle', { name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <Radio.Group label={t('goals.endWhen')} value={when} onChange={setWhen}>
        <div className={classes.choices}>
          <Radio value="period" label={t('goals.endWithPeriod', { day: words.day(target.period.last_on) })} data-autofocus />
          <Radio value="now" label={t('goals.endAtOnce')} />
        </div>
      </Radio.Group>
      {act.failure !== null && <p className={classes.wrong} role="alert">{act.failure}</p>}
      <div className={classes.acts}>
        <Button loading={act.isPending} onClick={() => act.mutate({ id: target.id, version: target.version, at_once: when === 'now' })}>{t('goals.endNow')}</Button>
        <Button variant="default" onClick={close}>{t('goals.keep')}</Button>
      </div>
    </Modal>
  );
}
