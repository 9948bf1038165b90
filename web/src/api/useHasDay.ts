/** Whether somebody has things to do here: whoever only looks has not. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from './queries';

export function useHasDay(): boolean {
  const { data } = useSuspenseQuery(sessionQuery);
  return data.user.roles.some((role) => role !== 'viewer');
}
