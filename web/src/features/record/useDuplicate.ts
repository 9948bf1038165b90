/** Begins another deal like one, and goes there. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { duplicateOpportunity } from '@/api/acts';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { paths } from '@/lib/paths';
import { showToast } from '@/lib/toasts';

export function useDuplicate({ id, name }: OpportunityRecord) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { mutate, isPending } = useAct(duplicateOpportunity, {
    done: ({ opportunity_id: made }) => {
      const sentence = t('record.duplicated', { name });
      showToast({ sentence, tone: 'done' });
      announce(sentence);
      void navigate({ to: paths.record, params: { opportunityId: made } });
    },
  });
  return { duplicate: () => mutate({ id }), isPending };
}
