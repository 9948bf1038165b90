/** The details a deal was closed with, put right afterwards by those who may, with a reason that stays in its history. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { editOpportunity } from '@/api/acts';
import { fieldValue, useFields } from '@/api/fields';
import { sessionQuery } from '@/api/queries';
import type { OpportunityRecord } from '@/api/types';
import { announce } from '@/lib/announcing';
import type { FieldShape, FieldValue } from '@/lib/field';
import { useFormats } from '@/lib/formats';
import { Button, Modal, Textarea } from '@/ui/controls';
import { FieldInput } from '@/ui/FieldInput';
import { closeReasonsOf } from './closeReasons';
import { useAsked } from '@/api/useAsked';
import classes from './dialog.module.css';

const details = ['amount_minor', 'actual_close_on', 'close_reason', 'competitor', 'close_note'] as const;

function useShapes(record: OpportunityRecord): FieldShape[] {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const describe = useFields(record.currency);
  const reasons = closeReasonsOf(session.organisation, record.stage.type, record.close_reason);
  const choices = reasons.map(({ code, label }) => ({ value: code, label }));
  return details.map((field) => (field === 'close_reason' ? { ...describe(field), choices } : describe(field)));
}

export function ClosingDialog({ record, onClose }: { record: OpportunityRecord; onClose: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shapes = useShapes(record);
  const [opened] = useState(record);
  const [typed, setTyped] = useState<Readonly<Record<string, FieldValue>>>({});
  const [isWrong, setWrong] = useState(false);
  const [reason, setReason] = useState('');
  const act = useAsked(editOpportunity, () => {
    announce(t('record.closingSaved'));
    onClose();
  });
  const changed = Object.fromEntries(Object.entries(typed).filter(([field, value]) => value !== fieldValue(opened, field)));
  // Who has been told that somebody was faster means it when saving again.
  const { version } = act.failure === null ? opened : record;
  const save = () => {
    if (isWrong) return;
    if (Object.keys(changed).length === 0) onClose();
    else if (reason.trim() === '') act.setFailure(t('record.closingWhy'));
    else act.mutate({ id: record.id, body: { version, fields: changed, reason: reason.trim() } });
  };
  const words = { locale: formats.locale, yes: t('page.yes'), no: t('page.no'), notAnAmount: t('page.notAnAmount') };
  return (
    <Modal opened onClose={onClose} title={t('record.closingTitle', { name: record.name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={classes.fields}>
        {shapes.map((shape, place) => (
          <FieldInput
            key={shape.field}
            shape={shape}
            words={words}
            value={typed[shape.field] === undefined ? fieldValue(opened, shape.field) : (typed[shape.field] ?? null)}
            hasFocus={place === 0}
            onWrong={setWrong}
            onChange={(value) => setTyped((before) => ({ ...before, [shape.field]: value }))}
          />
        ))}
        <Textarea label={t('record.closingReason')} description={t('page.required')} autosize minRows={2} value={reason} error={act.failure} onChange={(event) => setReason(event.currentTarget.value)} />
      </div>
      <div className={classes.acts}>
        <Button loading={act.isPending} onClick={save}>{t('page.save')}</Button>
        <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
      </div>
    </Modal>
  );
}
