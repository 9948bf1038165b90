/** `c` opens the quick add. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isPlainKey } from '@/lib/keyboard';
import { paths } from '@/lib/paths';

export function useNewKey(processId: number): void {
  const navigate = useNavigate();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isPlainKey(event, 'c') || document.querySelector('[role="dialog"]') !== null) return;
      event.preventDefault();
      void navigate({ to: paths.board, params: { processId }, search: { new: true } });
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, processId]);
}
