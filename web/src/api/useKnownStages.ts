/** The stages of some processes, one after the other. */
import { useQueries } from '@tanstack/react-query';
import { processQuery } from './queries';

interface KnownStage {
  id: number;
  name: string;
  type: string;
  process: string;
  isActive: boolean;
}

/** The document of the API leaves open whether a stage has an id yet: drafts have stages without. */
function isKept(stage: unknown): stage is { id: number; name: string; type: string; is_active: boolean } {
  return typeof stage === 'object' && stage !== null && 'id' in stage && typeof stage.id === 'number';
}

export function useKnownStages(processIds: readonly number[]): readonly KnownStage[] {
  return useQueries({
    queries: processIds.map((id) => processQuery(id)),
    combine: (found) =>
      found.flatMap(({ data }) => {
        const stages: readonly unknown[] = data?.stages ?? [];
        return stages.filter((stage) => isKept(stage)).map(({ id, name, type, is_active: isActive }) => ({ id, name, type, isActive, process: data?.name ?? '' }));
      }),
  });
}
