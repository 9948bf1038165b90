/** What can be done with the actions of a deal: completed, performed, several at once; and what is asked about them meanwhile. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { completeActions } from '@/api/agenda';
import type { Delivery } from '@/api/letters';
import { performActions, type Answered } from '@/api/performing';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import type { Ask } from './asking';
import { asksOutcome, isFixed, nextAct, type OwnAction } from './progress';
import { useFinished } from './useFinished';
import { useInviting } from './useInviting';

export function useActing(record: OpportunityRecord, onDone: () => void) {
  const { t } = useTranslation();
  const tell = useFinished();
  const opportunityId = record.id;
  const [ask, setAsk] = useState<Ask | null>(null);
  const [results, setResults] = useState<readonly Answered[] | null>(null);
  const [choosing, setChoosing] = useState<readonly OwnAction[] | null>(null);
  const completing = useAct(completeActions, {
    done: (finished, { actionIds }) => {
      const count = actionIds.length - finished.refused.length;
      onDone();
      tell(finished, { opportunityId, deal: record.name, sentence: t('action.completed', { count }), isChosen: false });
    },
  });
  const performing = useAct(performActions, {
    done: (performed) => {
      const count = performed.results.filter(({ refusal }) => refusal === null).length;
      setChoosing(null);
      onDone();
      setResults(performed.results);
      if (count > 0) tell(performed, { opportunityId, deal: record.name, sentence: t('performed.told', { count }), isChosen: false });
    },
  });
  const inviting = useInviting(record, (action, problem) => setAsk({ kind: 'invite', action, problem }));

  const askFor = (wanted: Ask) => {
    const isAtOnce = wanted.kind === 'invite' && isFixed(wanted.action) && (wanted.problem ?? null) === null;
    if (isAtOnce) inviting.invite(wanted.action);
    else setAsk(wanted);
  };
  const complete = (action: OwnAction) => (asksOutcome(action) ? setAsk({ kind: 'outcome', action }) : completing.mutate({ opportunityId, actionIds: [action.id] }));
  const perform = (actions: readonly OwnAction[], delivery: Delivery | null) =>
    performing.mutate({ opportunityId, actionIds: actions.map(({ id }) => id), ...(delivery !== null && { delivery }) });
  const performOnly = (action: OwnAction) => {
    const next = nextAct(action);
    if (next === 'complete') complete(action);
    else if (next !== null) askFor({ kind: next, action });
  };
  const askOnly = (action: OwnAction) => {
    const next = nextAct(action);
    if (action.may_do && (next === 'send' || (next === 'invite' && !isFixed(action)))) setAsk({ kind: next, action });
  };
  const busy = completing.isPending ? completing.variables.actionIds : [];
  return {
    ask,
    askFor,
    askOnly,
    closeAsk: () => setAsk(null),
    complete,
    completeMarked: (actions: readonly OwnAction[]) => {
      const [only] = actions;
      if (actions.length === 1 && only !== undefined) complete(only);
      else completing.mutate({ opportunityId, actionIds: actions.map(({ id }) => id) });
    },
    performMarked: (actions: readonly OwnAction[]) => {
      const [only] = actions;
      if (only !== undefined && actions.length === 1) performOnly(only);
      else if (actions.some(({ type }) => type === 'letter')) setChoosing(actions);
      else perform(actions, null);
    },
    perform,
    choosing,
    closeChoosing: () => setChoosing(null),
    results,
    closeResults: () => setResults(null),
    isCompleting: completing.isPending,
    isPerforming: performing.isPending,
    isBusy: (id: number | null) => id !== null && (busy.includes(id) || inviting.invites === id),
  };
}
