/** Editing one field in place: Enter saves, Esc leaves it as it was; a newer version elsewhere is said, not overwritten. */
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { editOpportunity } from '@/api/acts';
import { fieldValue } from '@/api/fields';
import { refusalInFull } from '@/api/refusals';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { asRequest, type FieldShape, type FieldValue } from '@/lib/field';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import { FieldInput } from '@/ui/FieldInput';
import { useFieldWords } from './fieldWords';
import { ReferencePicker } from './ReferencePicker';
import classes from './InlineField.module.css';

interface Props {
  record: OpportunityRecord;
  shape: FieldShape;
  onClose: () => void;
}

export function FieldEditor({ record, shape, onClose }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const first = fieldValue(record, shape.field);
  // The version the person was looking at when the editing began, so that a change by others meanwhile is noticed.
  const [version, setVersion] = useState(record.version);
  const [failure, setFailure] = useState<string | null>(null);
  const [isDisputed, setDisputed] = useState(false);
  const fieldWords = useFieldWords();
  const latest = useRef<FieldValue>(first);
  const isWrong = useRef(false);
  const act = useAct(editOpportunity, {
    done: () => {
      announce(t('field.saved', { field: shape.label }));
      onClose();
    },
    refused: (problem, { id, body }) => {
      const { current } = problem;
      if (problem.code === 'conflict' && current?.changes !== undefined) {
        setVersion(current.version);
        // Others changed something else: both stand.
        if (current.changes.every(({ field }) => field !== shape.field)) {
          act.mutate({ id, body: { ...body, version: current.version } });
          return true;
        }
        setDisputed(true);
      }
      setFailure(refusalInFull(problem));
      return true;
    },
  });
  const save = () => {
    if (isWrong.current) return;
    if (latest.current === first) onClose();
    else act.mutate({ id: record.id, body: { version, fields: asRequest({ [shape.field]: latest.current }) } });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && shape.type !== 'long' && !(event.target instanceof HTMLButtonElement) && shape.type !== 'choice') save();
  };
  const change = (value: FieldValue) => {
    latest.current = value;
  };
  const words = { locale: formats.locale, yes: t('page.yes'), no: t('page.no'), notAnAmount: t('page.notAnAmount') };
  const isReference = shape.type === 'contact' || shape.type === 'account';
  return (
    // Enter and Esc are heard here for whatever input stands inside.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={classes.editor} onKeyDown={press}>
      {isReference ? <ReferencePicker record={record} shape={shape} onChange={change} /> : <FieldInput shape={shape} words={words} value={first} onChange={change} isLabelled={false} hasFocus onWrong={(wrong) => (isWrong.current = wrong)} />}
      {failure !== null && <p className={classes.wrong} role="alert">{failure}</p>}
      {isDisputed && (
        <p className={classes.theirs}>
          <b>{t('merge.theirs')}</b> <bdi>{fieldWords(record, shape, fieldValue(record, shape.field)) || t('field.empty')}</bdi>
        </p>
      )}
      <div className={classes.buttons}>
        <Button size="compact-sm" loading={act.isPending} onClick={save}>{failure === null ? t('page.save') : t('page.saveAnyway')}</Button>
        <Button size="compact-sm" variant="default" onClick={onClose}>{t(isDisputed ? 'merge.take' : 'page.cancel')}</Button>
      </div>
    </div>
  );
}
