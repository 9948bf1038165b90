/** Remembers each record that is opened, for the palette. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { recordQuery } from '@/api/queries';
import { keepRecent } from '@/lib/recent';

export function useRecent(me: number): void {
  const { opportunityId } = useParams({ strict: false });
  const { data } = useQuery({ ...recordQuery(opportunityId ?? 0), enabled: false });
  const name = opportunityId === undefined ? undefined : data?.name;
  useEffect(() => {
    if (opportunityId !== undefined && name !== undefined) keepRecent(me, { id: opportunityId, name });
  }, [me, opportunityId, name]);
}
