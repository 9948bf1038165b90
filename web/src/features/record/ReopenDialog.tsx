/** Reopening a closed deal, with the reason why. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reopen } from '@/api/acts';
import { refusalSentence } from '@/api/refusals';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { Button, Modal, Textarea } from '@/ui/controls';
import classes from './dialog.module.css';

export function ReopenDialog({ record, onClose }: { record: OpportunityRecord; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const act = useAct(reopen, {
    done: onClose,
    refused: (problem) => {
      setFailure(refusalSentence(problem));
      return true;
    },
  });
  const save = () => {
    if (reason.trim() === '') setFailure(t('record.reopenWhy'));
    else act.mutate({ id: record.id, version: record.version, reason: reason.trim() });
  };
  return (
    <Modal opened onClose={onClose} title={t('record.reopenTitle', { name: record.name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <Textarea label={t('sheet.reason')} description={t('page.required')} data-autofocus autosize minRows={2} value={reason} error={failure} onChange={(event) => setReason(event.currentTarget.value)} />
      <div className={classes.acts}>
        <Button loading={act.isPending} onClick={save}>{t('record.reopenNow')}</Button>
        <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
      </div>
    </Modal>
  );
}
