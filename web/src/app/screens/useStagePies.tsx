/** The sales goals beside the name of a stage: of the one person whose deals are asked for, else of the one who looks (SG-64). */
import { useSuspenseQuery } from '@tanstack/react-query';
import { Suspense, useCallback, type ReactNode } from 'react';
import type { Filter } from '@/api/filter';
import { sessionQuery } from '@/api/queries';
import { personLookedAt } from '@/api/stageTargets';
import { later } from '@/lib/later';

// They come after the deals: nobody waits for them.
const StagePies = later(async () => (await import('@/features/targets/StagePies')).StagePies);

export function useStagePies(filter: Filter): (stage: { id: number; name: string }, isBrief?: boolean) => ReactNode {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const userId = personLookedAt(filter, session.user.id);
  return useCallback(
    ({ id, name }, isBrief = false) => (
      <Suspense>
        <StagePies userId={userId} stageId={id} stageName={name} isBrief={isBrief} />
      </Suspense>
    ),
    [userId],
  );
}
