/** Deleting a goal: it is listed no more, and cannot be brought back. */
import { useTranslation } from 'react-i18next';
import { deleteTarget, type SalesTarget } from '@/api/targets';
import { useAsked } from '@/api/useAsked';
import { Button, Modal } from '@/ui/controls';
import { useGoalWords } from './useGoalWords';
import classes from './dialog.module.css';
import { tellDone } from '@/lib/telling';

export function DeleteGoal({ target, onClose, onGone }: { target: SalesTarget; onClose: () => void; onGone: () => void }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const name = words.short(target);
  const act = useAsked(deleteTarget, () => {
    tellDone(t('goals.deleted', { name }));
    onGone();
  });
  const close = () => {
    if (!act.isPending) onClose();
  };
  return (
    <Modal opened onClose={close} title={t('goals.deleteTitle', { name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <p>{t('goals.deleteWhat')}</p>
      {act.failure !== null && <p className={classes.wrong} role="alert">{act.failure}</p>}
      <div className={classes.acts}>
        <Button color="brick" loading={act.isPending} onClick={() => act.mutate({ id: target.id, version: target.version })}>{t('goals.deleteNow')}</Button>
        <Button variant="default" data-autofocus onClick={close}>{t('goals.keep')}</Button>
      </div>
    </Modal>
  );
}
