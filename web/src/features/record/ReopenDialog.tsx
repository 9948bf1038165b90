/** Reopening a closed deal, with the reason why, into the stage where it was closed or another open one. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reopen } from '@/api/acts';
import { activitiesInQuestion, activityName } from '@/api/following';
import { processQuery } from '@/api/queries';
import type { OpportunityRecord } from '@/api/types';
import { Button, Modal, Select, Textarea } from '@/ui/controls';
import { KeepOrCancel } from '@/ui/KeepOrCancel';
import { useAsked } from '@/api/useAsked';
import { useFormats } from '@/lib/formats';
import classes from './dialog.module.css';

export function ReopenDialog({ record, onClose }: { record: OpportunityRecord; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: process } = useQuery(processQuery(record.process.id));
  const [reason, setReason] = useState('');
  const [stage, setStage] = useState<string | null>(null);
  const formats = useFormats();
  const [answers, setAnswers] = useState<Readonly<Record<number, boolean>>>({});
  const act = useAsked(reopen, onClose);
  const asked = (act.problem && activitiesInQuestion(act.problem)) ?? [];
  const open = (process?.stages ?? []).filter(({ type, is_active: isActive }) => type === 'open' && isActive);
  const save = () => {
    if (reason.trim() === '') act.setFailure(t('record.reopenWhy'));
    else if (asked.some(({ id }) => answers[id] === undefined)) act.setFailure(t('question.needed'));
    else {
      const cancelled = asked.map(({ id }) => id).filter((id) => answers[id] === true);
      act.mutate({ id: record.id, version: record.version, reason: reason.trim(), ...(stage !== null && { stage_id: Number(stage) }), ...(asked.length > 0 && { cancel_activities: cancelled }) });
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('record.reopenTitle', { name: record.name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={classes.fields}>
        <Textarea label={t('sheet.reason')} description={t('page.required')} data-autofocus autosize minRows={2} value={reason} error={act.failure} onChange={(event) => setReason(event.currentTarget.value)} />
        <Select label={t('record.reopenInto')} placeholder={t('record.reopenWhere')} clearable data={open.map(({ id, name }) => ({ value: String(id), label: name }))} value={stage} onChange={setStage} />
        {asked.length > 0 && <KeepOrCancel activities={asked.map((activity) => ({ id: activity.id, name: activityName(t, formats, activity) }))} answers={answers} onAnswer={setAnswers} />}
      </div>
      <div className={classes.acts}>
        <Button loading={act.isPending} onClick={save}>{t('record.reopenNow')}</Button>
        <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
      </div>
    </Modal>
  );
}
