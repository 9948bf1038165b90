/** Ctrl or ⌘ Z takes back the newest move that still can be. */
import { useEffect } from 'react';
import { useUndo } from '@/api/useMove';
import { hasCommand, isTyping } from '@/lib/keyboard';
import { newestUndo } from '@/lib/undoing';

export function useUndoKey(): void {
  const { mutate } = useUndo();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || !hasCommand(event) || event.shiftKey || isTyping(event.target)) return;
      const newest = newestUndo(new Date());
      if (newest === undefined) return;
      event.preventDefault();
      mutate({ id: newest.opportunityId, moveId: newest.moveId, name: newest.name });
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [mutate]);
}
