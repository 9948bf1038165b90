/** Takes back the newest move that still can be. */
import { useUndo } from '@/api/useMove';
import { newestUndo } from '@/lib/undoing';

export function useUndoNewest(): () => void {
  const { mutate } = useUndo();
  return () => {
    const newest = newestUndo(new Date());
    if (newest !== undefined) mutate({ id: newest.opportunityId, moveId: newest.moveId, name: newest.name });
  };
}
