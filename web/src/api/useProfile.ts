/** Changes one's own profile; the page follows at once. */
import { useQueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { changeProfile, guessProfile } from './profile';
import type { Session } from './types';
import { useAct } from './useAct';

export function useProfile(done?: () => void) {
  const queries = useQueryClient();
  return useAct(changeProfile, {
    guess: guessProfile,
    done: (user) => {
      // While another choice is on its way, the answer to this one does not know it yet.
      const isLast = queries.isMutating({ predicate: ({ options }) => options.mutationFn === changeProfile.run }) <= 1;
      if (isLast) queries.setQueryData<Session>(keys.session, (session) => session && { ...session, user });
      done?.();
    },
  });
}
