/** Listens to the changes of others for as long as the frame is there. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { listen } from '@/api/live';
import type { Session } from '@/api/types';

export function useLive({ user, live_position: position }: Session): void {
  const queries = useQueryClient();
  const me = user.id;
  const [begin] = useState(position);
  useEffect(() => listen(queries, me, begin), [queries, me, begin]);
}
