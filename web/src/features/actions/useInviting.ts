/** Inviting the contact to the event that an action names: at once, without a question. */
import { useTranslation } from 'react-i18next';
import { performOne } from '@/api/performing';
import type { Problem } from '@/api/problem';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { invitedTo, type OwnAction } from './progress';
import { useFinished } from '@/features/activities/useFinished';

export function useInviting(record: OpportunityRecord, onRefused: (action: OwnAction, problem: Problem) => void) {
  const { t } = useTranslation();
  const tell = useFinished();
  const { mutate, isPending, variables } = useAct(
    { run: ({ action }: { action: OwnAction }) => performOne.run({ opportunityId: record.id, actionIds: [action.id] }), touches: () => performOne.touches({ opportunityId: record.id, actionIds: [] }) },
    {
      done: (performed) => tell(performed, { opportunityId: record.id, deal: record.name, sentence: t('gathering.done', invitedTo(performed, record)), isChosen: false }),
      refused: (problem, { action }) => {
        onRefused(action, problem);
        return true;
      },
    },
  );
  return { invite: (action: OwnAction) => mutate({ action }), invites: isPending ? variables.action.id : null };
}
