/** The first part: what is to be changed, with one reason for all. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFields } from '@/api/fields';
import { usePeopleSearch } from '@/api/picking';
import { sessionQuery } from '@/api/queries';
import { useFormats } from '@/lib/formats';
import type { BulkAct } from '@/lib/selection';
import { Checkbox, Select, Textarea } from '@/ui/controls';
import { FieldInput } from '@/ui/FieldInput';
import { PersonPicker } from '@/ui/PersonPicker';
import { CloseChoice } from './CloseChoice';
import type { Draft } from './draft';
import { StageChoice } from './StageChoice';
import classes from './BulkSheet.module.css';

export interface Choosing {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

interface Props extends Choosing {
  act: Exclude<BulkAct, 'export'>;
  onSubmit: () => void;
}

const FIELDS = ['next_step', 'next_step_on', 'source', 'remarks'] as const;

function OwnerChoice({ draft, onChange }: Choosing) {
  const { t } = useTranslation();
  const { found, search } = usePeopleSearch();
  return (
    <>
      <PersonPicker label={t('bulk.newOwner')} value={draft.owner} found={found} nothing={t('picker.nothing')} onSearch={search} onPick={(owner) => onChange({ owner })} />
      <Checkbox label={t('bulk.keepReader')} checked={draft.keepsReader} onChange={(event) => onChange({ keepsReader: event.currentTarget.checked })} />
      <Checkbox label={t('record.handsOver')} checked={draft.handsOver} onChange={(event) => onChange({ handsOver: event.currentTarget.checked })} />
    </>
  );
}

function FieldChoice({ draft, onChange, field }: Choosing & { field: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shapeOf = useFields(formats.currency);
  const words = { locale: formats.locale, yes: t('page.yes'), no: t('page.no'), notAnAmount: t('page.notAnAmount') };
  return <FieldInput key={field} shape={shapeOf(field)} words={words} value={draft.value} onChange={(value) => onChange({ value })} hasFocus />;
}

function AnyFieldChoice({ draft, onChange }: Choosing) {
  const { t } = useTranslation();
  const { currency } = useFormats();
  const shapeOf = useFields(currency);
  const data = FIELDS.map((field) => ({ value: field, label: shapeOf(field).label }));
  return (
    <>
      <Select label={t('bulk.field')} data={data} allowDeselect={false} value={draft.field} onChange={(field) => onChange({ field: field ?? 'next_step', value: null })} />
      <FieldChoice draft={draft} onChange={onChange} field={draft.field} />
      <p>{t('bulk.emptyField')}</p>
    </>
  );
}

export function ChoosePart({ act, draft, onChange, onSubmit }: Props) {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const part = { draft, onChange };
  return (
    <form
      className={classes.form}
      data-bulk-choice
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {(act === 'move' || act === 'close') && <StageChoice {...part} isClosing={act === 'close'} />}
      {(act === 'move' || act === 'close') && <Checkbox label={t('bulk.cancels')} checked={draft.cancelsActivities} onChange={(event) => onChange({ cancelsActivities: event.currentTarget.checked })} />}
      {act === 'close' && <CloseChoice {...part} organisation={session.organisation} />}
      {act === 'owner' && <OwnerChoice {...part} />}
      {act === 'closeDate' && <FieldChoice {...part} field="expected_close_on" />}
      {act === 'fields' && <AnyFieldChoice {...part} />}
      {act !== 'owner' && (
        <Textarea label={t('bulk.reason')} description={t('bulk.reasonHelp')} autosize minRows={2} value={draft.reason} onChange={(event) => onChange({ reason: event.currentTarget.value })} />
      )}
    </form>
  );
}
