/** Whether somebody may have sales goals or set them for others: whoever sells, or leads those who do. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from './queries';

export function useHasGoals(): boolean {
  const { data } = useSuspenseQuery(sessionQuery);
  return data.user.roles.some((role) => role !== 'viewer' && role !== 'collaborator');
}
