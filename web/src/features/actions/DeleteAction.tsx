/** Deleting an action from this deal alone; its open activity is kept or cancelled, and what the stage requires needs a reason. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteAction } from '@/api/agenda';
import { activityName } from '@/api/following';
import { useAsked } from '@/api/useAsked';
import { useFormats } from '@/lib/formats';
import { tellDone } from '@/lib/telling';
import { Button, Modal, Textarea } from '@/ui/controls';
import { KeepOrCancel } from '@/ui/KeepOrCancel';
import type { OwnAction } from './progress';
import classes from './Actions.module.css';

interface Props {
  opportunityId: number;
  action: OwnAction;
  onClose: () => void;
}

export function DeleteAction({ opportunityId, action, onClose }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [answers, setAnswers] = useState<Readonly<Record<number, boolean>>>({});
  const [reason, setReason] = useState('');
  const act = useAsked(deleteAction, () => {
    tellDone(t('action.deleted', { name: action.name }));
    onClose();
  });
  const activity = action.activity?.status === 'active' ? action.activity : null;
  const needsReason = action.is_required && action.definition !== null;
  const remove = () => {
    if (activity !== null && answers[activity.id] === undefined) act.setFailure(t('question.needed'));
    else if (needsReason && reason.trim() === '') act.setFailure(t('action.deleteWhy'));
    else act.mutate({ id: action.id, opportunityId, cancelsActivity: activity !== null && answers[activity.id] === true, reason: reason.trim() === '' ? null : reason.trim() });
  };
  return (
    <Modal opened onClose={onClose} title={t('action.deleteTitle', { name: action.name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={classes.fields}>
        <p>{t('action.deleteWhat')}</p>
        {activity !== null && (
          <KeepOrCancel activities={[{ id: activity.id, name: activityName(t, formats, { subject: activity.subject, begins: activity.starts_at ?? activity.on_day }) }]} answers={answers} onAnswer={setAnswers} />
        )}
        {needsReason && <Textarea label={t('sheet.reason')} description={t('page.required')} autosize minRows={2} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />}
        {act.failure !== null && <p className={classes.wrong} role="alert">{act.failure}</p>}
      </div>
      <div className={classes.acts}>
        <Button color="brick" loading={act.isPending} onClick={remove}>{t('action.deleteNow')}</Button>
        <Button variant="default" data-autofocus onClick={onClose}>{t('record.keep')}</Button>
      </div>
    </Modal>
  );
}
