/** Whether whoever looks may add deals here; an archived process takes no new ones. */
import type { Board } from '@/api/types';
import { useRight } from '@/api/useRight';

export function useMayAdd({ process }: Pick<Board, 'process'>): boolean {
  const mayAdd = useRight('create_opportunities');
  return mayAdd && process.state !== 'archived';
}
