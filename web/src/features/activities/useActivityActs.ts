/** What can be done with an activity wherever it is looked at: done, called off, brought back. */
import { useTranslation } from 'react-i18next';
import { bringActivityBack, cancelActivity, completeActivity, type Activity } from '@/api/agenda';
import { useAsked } from '@/api/useAsked';
import { tellDone } from '@/lib/telling';
import { useFinished } from './useFinished';

export function useActivityActs(activity: Activity | undefined, { onOutcome, onDone }: { onOutcome: () => void; onDone?: () => void }) {
  const { t } = useTranslation();
  const tell = useFinished();
  const { id = 0, opportunity_id: opportunityId = null, opportunity_name: deal = null, subject: name = '', status, is_tracked: isTracked = false, is_outcome_pending: isPending = false, may_complete: mayComplete = false } = activity ?? {};
  const target = { id, opportunityId };
  const told = (sentence: string) => () => {
    tellDone(sentence);
    onDone?.();
  };
  const cancel = useAsked(cancelActivity, told(t('activity.cancelled', { name })));
  const back = useAsked(bringActivityBack, told(t('activity.isBack', { name })));
  const complete = useAsked(completeActivity, (finished) => {
    tell(finished, { opportunityId, deal: deal ?? '', sentence: t('activity.done', { name }), isChosen: false });
    onDone?.();
  });
  const isActive = status === 'active';
  const asksOutcome = mayComplete && (isPending || (isActive && isTracked));
  const finish = () => {
    if (asksOutcome) onOutcome();
    else if (mayComplete && isActive) complete.mutate({ ...target, said: { acknowledge_gaps: false } });
  };
  return {
    isActive,
    asksOutcome,
    /** Whether there is something to finish. */
    mayFinish: asksOutcome || (isActive && mayComplete),
    finish,
    isFinishing: complete.isPending,
    cancel: () => cancel.mutate(target),
    isCancelling: cancel.isPending,
    bringBack: () => back.mutate(target),
    isComingBack: back.isPending,
    failure: cancel.failure ?? back.failure ?? complete.failure,
  };
}
