/** Whether the person signed in holds a right. The server decides; the page only leaves out what it would refuse. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from './queries';
import type { Session } from './types';

export function useRight(right: Session['user']['rights'][number]): boolean {
  const { data: session } = useSuspenseQuery(sessionQuery);
  return session.user.rights.includes(right);
}
