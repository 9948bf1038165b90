/** Correcting how a deal ended: another outcome, its reason, and why it was wrong before. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { correctOutcome } from '@/api/acts';
import { processQuery, sessionQuery } from '@/api/queries';
import type { OpportunityRecord } from '@/api/types';
import { Button, Modal, Select, Textarea, TextInput } from '@/ui/controls';
import { closeReasonsOf } from './closeReasons';
import { useAsked } from '@/api/useAsked';
import classes from './dialog.module.css';

export function CorrectDialog({ record, onClose }: { record: OpportunityRecord; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: process } = useQuery(processQuery(record.process.id));
  const [stage, setStage] = useState<string | null>(null);
  const [closeReason, setCloseReason] = useState<string | null>(null);
  const [competitor, setCompetitor] = useState('');
  const [reason, setReason] = useState('');
  const act = useAsked(correctOutcome, onClose);
  const closed = (process?.stages ?? []).filter(({ id, type, is_active: isActive }) => type !== 'open' && isActive && id !== record.stage.id);
  const chosen = closed.find(({ id }) => String(id) === stage);
  const reasons = closeReasonsOf(session.organisation, chosen?.type);
  const asksCompetitor = reasons.some(({ code, needs_competitor: needs }) => code === closeReason && needs);
  const save = () => {
    if (chosen?.id === undefined || chosen.id === null) act.setFailure(t('record.correctWhich'));
    else if (reason.trim() === '') act.setFailure(t('record.correctWhy'));
    else {
      const said = { ...(closeReason !== null && { close_reason: closeReason }), ...(asksCompetitor && { competitor: competitor.trim() }) };
      act.mutate({ id: record.id, body: { version: record.version, stage_id: chosen.id, reason: reason.trim(), ...said } });
    }
  };
  const pick = (next: string | null) => {
    setStage(next);
    setCloseReason(null);
  };
  return (
    <Modal opened onClose={onClose} title={t('record.correctTitle', { name: record.name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={classes.fields}>
        <Select label={t('record.outcome')} description={t('page.required')} data-autofocus data={closed.map(({ id, name }) => ({ value: String(id), label: name }))} value={stage} onChange={pick} />
        {reasons.length > 0 && (
          <Select label={t('field.close_reason')} data={reasons.map(({ code, label }) => ({ value: code, label }))} value={closeReason} onChange={setCloseReason} />
        )}
        {asksCompetitor && <TextInput label={t('field.competitor')} description={t('page.required')} value={competitor} onChange={(event) => setCompetitor(event.currentTarget.value)} />}
        <Textarea label={t('record.correctReason')} description={t('page.required')} autosize minRows={2} value={reason} error={act.failure} onChange={(event) => setReason(event.currentTarget.value)} />
      </div>
      <div className={classes.acts}>
        <Button loading={act.isPending} onClick={save}>{t('record.correctNow')}</Button>
        <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
      </div>
    </Modal>
  );
}
