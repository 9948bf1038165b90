/** The current stage as a list: choosing another one opens what the move asks for; the clock tells how it came here. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { hintSentence } from '@/api/hintWords';
import { hintOf } from '@/api/moveHints';
import { optionsQuery } from '@/api/queries';
import type { OpportunityRecord } from '@/api/types';
import { Select } from '@/ui/controls';
import { Chronology } from './Chronology';
import type { EditFormState } from './useEditForm';
import classes from './EditSheet.module.css';

export function CurrentStage({ record, form }: { record: OpportunityRecord; form: EditFormState }) {
  const { t } = useTranslation();
  const { data: plan } = useQuery({ ...optionsQuery(record.id), enabled: record.may.move });
  const options = plan?.options ?? [];
  const stages = [record.stage, ...options.map(({ stage }) => stage)].toSorted((a, b) => a.position - b.position);
  const chosen = options.find(({ stage }) => stage.id === form.stage.id);
  const pick = (value: string | null) => {
    const stage = stages.find(({ id }) => String(id) === value);
    if (stage !== undefined) form.setStage(stage);
  };
  return (
    <div className={classes.stage}>
      <Select
        label={t('edit.stage')}
        description={chosen && hintSentence(t, hintOf(options, chosen, record.stage))}
        disabled={!record.may.move}
        allowDeselect={false}
        searchable={stages.length > 7}
        data={stages.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={String(form.stage.id)}
        onChange={pick}
      />
      <Chronology record={record} />
    </div>
  );
}
