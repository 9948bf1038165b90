/** Listens to the changes of others for as long as the frame is there. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listen } from '@/api/live';

export function useLive(me: number): void {
  const queries = useQueryClient();
  useEffect(() => listen(queries, me), [queries, me]);
}
