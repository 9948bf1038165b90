/** Whether the navigation is folded to a rail, and the act that folds and unfolds it. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '@/api/queries';
import { useProfile } from '@/api/useProfile';

export function useRail() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { mutate } = useProfile();
  const isFolded = session.user.preferences.folds_navigation;
  return { isFolded, toggle: () => mutate({ preferences: { folds_navigation: !isFolded } }) };
}
