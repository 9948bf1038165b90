/** Deleting a deal: it goes out of sight, and those who may can bring it back. */
import { useTranslation } from 'react-i18next';
import { deleteOpportunity, restoreOpportunity } from '@/api/acts';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { useRight } from '@/api/useRight';
import { announce } from '@/lib/announcing';
import { closeToast, showToast } from '@/lib/toasts';
import { Button, Modal } from '@/ui/controls';
import { useAsked } from '@/api/useAsked';
import classes from './dialog.module.css';

interface Props {
  record: OpportunityRecord;
  onClose: () => void;
  onGone: () => void;
}

export function DeleteDialog({ record, onClose, onGone }: Props) {
  const { t } = useTranslation();
  const { id, name, version } = record;
  const mayRestore = useRight('restore_opportunities');
  const restore = useAct(restoreOpportunity, { done: () => announce(t('record.restored', { name })) });
  const act = useAsked(deleteOpportunity, () => {
    const sentence = t('record.gone', { name });
    announce(sentence);
    const undo = () => {
      closeToast(toast);
      restore.mutate({ id, name });
    };
    const toast = showToast({ sentence, tone: 'done', ...(mayRestore && { act: { label: t('move.undo'), run: undo } }) });
    onClose();
    onGone();
  });
  return (
    <Modal opened onClose={onClose} title={t('record.deleteTitle', { name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <p>{t('record.deleteWhat')}</p>
      {act.failure !== null && <p className={classes.wrong} role="alert">{act.failure}</p>}
      <div className={classes.acts}>
        <Button color="brick" loading={act.isPending} onClick={() => act.mutate({ id, name, version })}>{t('record.deleteNow')}</Button>
        <Button variant="default" data-autofocus onClick={onClose}>{t('record.keep')}</Button>
      </div>
    </Modal>
  );
}
