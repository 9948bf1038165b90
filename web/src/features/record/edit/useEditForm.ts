/** The state of the record's form: what is typed, what others changed meanwhile, and the one request that saves it. */
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { editOpportunity } from '@/api/acts';
import { fieldValue, useFields, useFormFields } from '@/api/fields';
import type { MoveHandle } from '@/api/moveInPlace';
import type { Problem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { useMove } from '@/api/useMove';
import { announceNow } from '@/lib/announcing';
import { asRequest, type FieldValue } from '@/lib/field';
import { tellDone } from '@/lib/telling';
import { changedBetween, disputed, merged, type Choices, type Values } from './merging';

function valuesOf(record: OpportunityRecord, fields: readonly string[]): Values {
  return Object.fromEntries(fields.map((field) => [field, fieldValue(record, field)]));
}

interface Opened {
  record: OpportunityRecord;
  scope: string;
  /** The part that holds what a move asks for. */
  move: RefObject<MoveHandle | null>;
  onClose: () => void;
}

export function useEditForm({ record, scope, move, onClose }: Opened) {
  const { t, i18n } = useTranslation();
  const fields = useFormFields();
  const describe = useFields(record.currency);
  const [base, setBase] = useState(record);
  const [typed, setTyped] = useState<Values>({});
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const [choices, setChoices] = useState<Choices>({});
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const [stage, setStage] = useState<{ id: number; name: string }>(record.stage);
  const [reason, setReason] = useState('');
  const [asksReason, setAsksReason] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [isLeaving, setLeaving] = useState(false);

  const now = valuesOf(record, fields);
  const theirs = changedBetween(fields, valuesOf(base, fields), now);
  const inDispute = disputed(theirs, typed, now);
  const isStale = record.version > base.version;
  const sent = merged(typed, now, choices);
  const isMoving = stage.id !== record.stage.id;

  const show = (field: string): void => {
    const place = document.querySelector(`[id="${scope}"] [data-field="${field}"]`);
    place?.scrollIntoView({ block: 'center' });
    place?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  };
  const refused = (problem: Problem): boolean => {
    if (problem.status === 401 || problem.code === 'not_found') return false;
    move.current?.take(problem);
    if (problem.missing.some(({ kind, place }) => kind === 'reason' && place !== 'entry') || problem.code === 'reason_required') setAsksReason(true);
    const details = problem.missing.map(({ name, remedy }) => [fields.includes(name) ? describe(name).label : name, remedy].filter(Boolean).join(': '));
    const sentence = problem.code === 'conflict' ? t('merge.late') : [refusalSentence(problem), ...details].join(' ');
    setFailure(sentence);
    announceNow(sentence);
    const first = problem.missing.find(({ name }) => fields.includes(name));
    if (first !== undefined) show(first.name);
    return true;
  };
  const edit = useAct(editOpportunity, {
    refused,
    done: (_changed, { body }) => {
      const labels = Object.keys(body.fields).flatMap((field) => (field === 'custom' ? Object.keys(sent).filter((name) => name.startsWith('custom.')) : [field])).map((field) => describe(field).label);
      tellDone(t('edit.saved', { names: new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(labels), count: labels.length }));
      onClose();
    },
  });
  const mover = useMove(() => stage.name, { refused, done: onClose });

  const save = () => {
    const openDispute = inDispute.find((field) => choices[field] === undefined);
    if (openDispute !== undefined) {
      const sentence = t('merge.choose', { field: describe(openDispute).label });
      setFailure(sentence);
      announceNow(sentence);
      document.querySelector<HTMLElement>(`[id="${scope}"] [data-dispute="${openDispute}"] button`)?.focus();
      return;
    }
    const [firstWrong] = wrong;
    if (firstWrong !== undefined) {
      show(firstWrong);
      return;
    }
    setFailure(null);
    const why = reason.trim();
    if (isMoving) {
      const body = move.current?.prepare(asRequest(sent), record.version) ?? null;
      if (body === null) return;
      mover.mutate({ id: record.id, name: record.name, processId: record.process.id, body: { ...body, ...(why !== '' && body.reason === undefined && { reason: why }) } });
      return;
    }
    if (Object.keys(sent).length === 0) onClose();
    else edit.mutate({ id: record.id, body: { version: record.version, fields: asRequest(sent), ...(why !== '' && { reason: why }) } });
  };
  const isTouched = Object.keys(sent).length > 0 || isMoving;
  return {
    fields,
    describe,
    base,
    now,
    theirs,
    inDispute,
    isStale,
    choices,
    names,
    valueOf: (field: string): FieldValue => (field in typed && choices[field] !== 'theirs' ? (typed[field] ?? null) : (now[field] ?? null)),
    mine: (field: string): FieldValue => typed[field] ?? null,
    type: (field: string, value: FieldValue, name?: string) => {
      setTyped((before) => ({ ...before, [field]: value }));
      if (name !== undefined) setNames((before) => ({ ...before, [field]: name }));
      if (choices[field] === 'theirs') setChoices((before) => ({ ...before, [field]: 'mine' }));
    },
    mark: (field: string, isWrong: boolean) => setWrong((before) => new Set([...before].filter((one) => one !== field).concat(isWrong ? [field] : []))),
    choose: (chosen: Choices) => setChoices((before) => ({ ...before, ...chosen })),
    /** What others did is seen; the form stands on their version from here. */
    accept: () => {
      setTyped(merged(typed, now, choices));
      setChoices({});
      setBase(record);
      setFailure(null);
    },
    stage,
    setStage,
    isMoving,
    around: { values: sent, holds: (field: string) => fields.includes(field), show },
    reason,
    setReason,
    asksReason,
    failure,
    isSaving: edit.isPending || mover.isPending,
    isLeaving,
    save,
    stay: () => setLeaving(false),
    leave: () => {
      if (!isTouched || isLeaving) onClose();
      else setLeaving(true);
    },
  };
}

export type EditFormState = ReturnType<typeof useEditForm>;
