/** `c` opens the quick add, for whoever may create opportunities. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { BoardLook } from '@/api/boardLook';
import { useRight } from '@/api/useRight';
import { isPlainKey } from '@/lib/keyboard';
import { paths } from '@/lib/paths';

export function useNewKey(processId: number, look: BoardLook): void {
  const navigate = useNavigate();
  const mayAdd = useRight('create_opportunities');
  useEffect(() => {
    if (!mayAdd) return;
    const press = (event: KeyboardEvent) => {
      if (!isPlainKey(event, 'c') || document.querySelector('[role="dialog"]') !== null) return;
      event.preventDefault();
      void navigate({ to: paths.board, params: { processId }, search: { ...look, new: true } });
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, processId, look, mayAdd]);
}
