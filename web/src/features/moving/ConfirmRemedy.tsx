/** Confirming a criterion with a note, and a link where evidence is asked for. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Missing } from '@/api/types';
import { Button, TextInput } from '@/ui/controls';
import { IconCheck } from '@/ui/icons';
import { itemKey } from './draft';
import type { MoveDraft } from './useMoveDraft';
import classes from './MissingItem.module.css';

export function ConfirmRemedy({ item, form }: { item: Missing; form: MoveDraft }) {
  const { t } = useTranslation();
  const key = itemKey(item);
  const [note, setNote] = useState('');
  const [evidence, setEvidence] = useState('');
  const [isAsking, setAsking] = useState(false);
  const given = form.draft.confirmed[key];
  const isFresh = useRef(false);
  // The button that was pressed is gone; the focus goes on to the one that takes it back.
  const takeFocus = (button: HTMLButtonElement | null) => {
    if (button !== null && isFresh.current) button.focus();
    isFresh.current = false;
  };
  if (!item.may_confirm) return <p className={classes.ask}>{t('criterion.notYours')}</p>;
  const withdraw = () => {
    const { [key]: _gone, ...confirmed } = form.draft.confirmed;
    form.change({ confirmed });
  };
  if (given !== undefined) {
    return (
      <p className={classes.confirmed}>
        {[given.note, given.evidence].filter(Boolean).join(' · ') || t('criterion.confirmed')}
        <Button ref={takeFocus} variant="subtle" size="compact-sm" onClick={withdraw}>{t('criterion.takeBack')}</Button>
      </p>
    );
  }
  const lacks = item.is_evidence_required && evidence.trim() === '' && note.trim() === '';
  const confirm = () => {
    if (lacks) setAsking(true);
    else {
      isFresh.current = true;
      form.change({ confirmed: { ...form.draft.confirmed, [key]: { note, evidence } } });
    }
  };
  return (
    <>
      {item.is_evidence_required && (
        <TextInput label={t('criterion.evidence')} value={evidence} error={isAsking && lacks && t('criterion.evidenceNeeded')} onChange={(event) => setEvidence(event.currentTarget.value)} />
      )}
      <div className={classes.row}>
        <TextInput label={t('criterion.note')} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Button variant="default" leftSection={<IconCheck size={15} aria-hidden />} onClick={confirm} aria-label={t('criterion.confirmName', { name: item.name })}>
          {t('criterion.confirm')}
        </Button>
      </div>
    </>
  );
}
