/** Confirming a criterion in place: what the buyer said or did, and where to see it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { confirmCriterion } from '@/api/acts';
import { refusalSentence } from '@/api/refusals';
import type { GuidanceCriterion } from '@/api/types';
import { useAct } from '@/api/useAct';
import { Button, TextInput } from '@/ui/controls';
import classes from './Criteria.module.css';

interface Props {
  criterion: GuidanceCriterion;
  recordId: number;
  onClose: () => void;
}

export function ConfirmForm({ criterion, recordId, onClose }: Props) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [evidence, setEvidence] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const act = useAct(confirmCriterion, {
    done: onClose,
    refused: (problem) => {
      setFailure(refusalSentence(problem));
      return true;
    },
  });
  const save = () =>
    act.mutate({
      id: recordId,
      criterionId: criterion.id,
      ...(note.trim() !== '' && { note: note.trim() }),
      ...(evidence.trim() !== '' && { evidence: evidence.trim() }),
    });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextInput label={t('criterion.note')} data-autofocus value={note} error={failure} onChange={(event) => setNote(event.currentTarget.value)} />
      <TextInput label={t('criterion.evidence')} description={criterion.is_evidence_required && t('page.required')} value={evidence} onChange={(event) => setEvidence(event.currentTarget.value)} />
      <div className={classes.buttons}>
        <Button type="submit" size="compact-sm" loading={act.isPending}>{t('criterion.confirm')}</Button>
        <Button variant="default" size="compact-sm" onClick={onClose}>{t('page.cancel')}</Button>
      </div>
    </form>
  );
}
