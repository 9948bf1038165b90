/** Begins another deal like one, and goes there. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { duplicateOpportunity } from '@/api/acts';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { paths } from '@/lib/paths';
import { tellDone } from '@/lib/telling';

export function useDuplicate({ id, name }: OpportunityRecord) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { mutate, isPending } = useAct(duplicateOpportunity, {
    done: ({ opportunity_id: made }) => {
      tellDone(t('record.duplicated', { name }));
      void navigate({ to: paths.record, params: { opportunityId: made } });
    },
  });
  return { duplicate: () => mutate({ id }), isPending };
}
