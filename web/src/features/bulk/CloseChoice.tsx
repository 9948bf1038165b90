/** Why all of them end: one reason from the organisation's list, and the competitor where it asks for one. */
import { useTranslation } from 'react-i18next';
import type { Organisation } from '@/api/types';
import { Select, TextInput } from '@/ui/controls';
import type { Choosing } from './ChoosePart';
import { useStages } from './StageChoice';

const outcomes = ['won', 'lost', 'disqualified'] as const;

export function CloseChoice({ draft, onChange, organisation }: Choosing & { organisation: Organisation }) {
  const { t } = useTranslation();
  const stage = useStages(draft.processId)?.find(({ id }) => id === draft.stageId);
  const outcome = outcomes.find((each) => each === stage?.type);
  if (outcome === undefined) return null;
  const reasons = organisation.reasons[outcome].filter(({ is_active: isActive }) => isActive);
  const chosen = reasons.find(({ code }) => code === draft.closeReason);
  return (
    <>
      <Select
        label={t(`sheet.why.${outcome}`)}
        description={t('page.required')}
        data={reasons.map(({ code, label }) => ({ value: code, label }))}
        value={draft.closeReason || null}
        onChange={(code) => onChange({ closeReason: code ?? '' })}
      />
      {chosen?.needs_competitor === true && (
        <TextInput label={t('field.competitor')} description={t('page.required')} value={draft.competitor} onChange={(event) => onChange({ competitor: event.currentTarget.value })} />
      )}
    </>
  );
}
