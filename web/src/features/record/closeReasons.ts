/** The reasons to choose from for one way a deal can end. */
import type { Organisation } from '@/api/types';

const outcomes = ['won', 'lost', 'disqualified'] as const;

/** Those in use, and the one that stands there already. */
export function closeReasonsOf({ reasons }: Organisation, type: string | undefined, kept: string | null = null) {
  const outcome = outcomes.find((one) => one === type);
  return outcome === undefined ? [] : reasons[outcome].filter(({ code, is_active: isActive }) => isActive || code === kept);
}
