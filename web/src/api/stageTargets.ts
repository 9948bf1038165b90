/** Which of somebody's sales goals stand beside the name of a stage, and whose a screen is about. */
import type { Filter } from './filter';
import type { SalesTarget } from './targets';

/** Those that name the stage and can still count something in the present period, in the order in which they come: the shortest first (SG-64). */
export function stageTargets(targets: readonly SalesTarget[], stageId: number, today: string, now: Date): SalesTarget[] {
  return targets.filter(
    ({ stage, period, ended_at: ended }) => stage?.id === stageId && period.starts_on <= today && !period.is_closed && (ended === null || new Date(ended) > now),
  );
}

/** The one person whose deals are asked for, else the one who looks (SG-64). */
export function personLookedAt({ owner_id: owners = [] }: Pick<Filter, 'owner_id'>, viewer: number): number {
  const [only, ...others] = owners;
  return only === undefined || others.length > 0 ? viewer : only;
}
