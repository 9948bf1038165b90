/** Where all are to go: a stage of one process, which is chosen first when the screen shows several. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { processesQuery, processQuery } from '@/api/queries';
import { Select, Skeleton } from '@/ui/controls';
import type { Choosing } from './ChoosePart';

/** The document of the API leaves open what its lists hold, so we look before we read. */
export interface ChosenStage {
  id: number;
  name: string;
  type: string;
}

function isStage(value: unknown): value is ChosenStage {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number' && 'name' in value && 'type' in value;
}

export function useStages(processId: number | null): readonly ChosenStage[] | undefined {
  const { data } = useQuery({ ...processQuery(processId ?? 0), enabled: processId !== null });
  return data?.stages.filter((stage): stage is typeof stage & ChosenStage => isStage(stage));
}

export function StageChoice({ draft, onChange, isClosing }: Choosing & { isClosing: boolean }) {
  const { t } = useTranslation();
  const { data: processes } = useSuspenseQuery(processesQuery);
  const stages = useStages(draft.processId);
  const offered = (stages ?? []).filter(({ type }) => (type === 'open') !== isClosing);
  const published = processes.filter(({ state, id }) => state === 'published' || id === draft.processId);
  return (
    <>
      {published.length > 1 && (
        <Select
          label={t('bulk.process')}
          data={published.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={draft.processId === null ? null : String(draft.processId)}
          onChange={(id) => onChange({ processId: id === null ? null : Number(id), stageId: null })}
        />
      )}
      {draft.processId !== null && stages === undefined && <Skeleton height={56} />}
      {stages !== undefined && (
        <Select
          label={t(isClosing ? 'bulk.outcome' : 'bulk.stage')}
          data={offered.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={draft.stageId === null ? null : String(draft.stageId)}
          data-autofocus
          onChange={(id) => onChange({ stageId: id === null ? null : Number(id), closeReason: '', competitor: '' })}
        />
      )}
    </>
  );
}
