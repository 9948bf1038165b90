/** Doing what stands on a day: one thing with the question that belongs to it, several without any. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { completeActions, completeActivity, type Finished } from '@/api/agenda';
import { completeSeveral, type DayRow } from '@/api/day';
import { useAct } from '@/api/useAct';
import { useFinished } from '@/features/activities/useFinished';
import { announce } from '@/lib/announcing';
import { showToast } from '@/lib/toasts';
import { actOf, keyOf } from './rows';

export type DayAsk = { kind: 'book' | 'outcome'; row: DayRow };

export function useDayActs(onDone: () => void) {
  const { t } = useTranslation();
  const tell = useFinished();
  const [ask, setAsk] = useState<DayAsk | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const told = (row: DayRow) => (finished: Finished) => {
    tell(finished, { opportunityId: row.opportunity_id, deal: row.opportunity_name ?? '', sentence: t('activity.done', { name: row.name ?? t('day.private') }), isChosen: false });
    onDone();
  };
  const action = useAct(completeActions);
  const activity = useAct(completeActivity);
  const several = useAct(completeSeveral, {
    done: ({ results, pending, opportunities }) => {
      const refused = results.filter(({ refusal }) => refusal !== null).length;
      const moved = opportunities.filter(({ stage }) => stage.result === 'moved');
      const held = opportunities.filter(({ stage }) => stage.result === 'held');
      const parts = [
        t('day.completed', { count: results.length - refused }),
        ...(pending > 0 ? [t('day.pending', { count: pending })] : []),
        ...(refused > 0 ? [t('day.refused', { count: refused })] : []),
        ...moved.map(({ name, stage }) => t('move.moved', { name, stage: stage.stage_name ?? '' })),
        ...(held.length > 0 ? [t('day.heldBack', { count: held.length })] : []),
      ];
      const sentence = parts.length === 1 ? parts.join('') : parts.map((each) => t('move.sentence', { each })).join(' ');
      showToast({ sentence, tone: refused > 0 ? 'refused' : 'done' });
      announce(sentence);
      onDone();
    },
  });
  const settled = { onSettled: () => setBusy(null) };
  const complete = (row: DayRow) => {
    const { action_id: actionId, activity_id: activityId, opportunity_id: opportunityId } = row;
    setBusy(keyOf(row));
    if (actionId !== null && opportunityId !== null) action.mutate({ opportunityId, actionIds: [actionId] }, { ...settled, onSuccess: told(row) });
    else if (activityId !== null) activity.mutate({ id: activityId, opportunityId, said: { acknowledge_gaps: false } }, { ...settled, onSuccess: told(row) });
  };
  return {
    ask,
    busy,
    closeAsk: () => setAsk(null),
    askOutcome: (row: DayRow) => setAsk({ kind: 'outcome', row }),
    /** Completes it, whatever would fit better; a tracked activity asks what came of it first. */
    complete: (row: DayRow) => (actOf(row) === 'outcome' ? setAsk({ kind: 'outcome', row }) : complete(row)),
    book: (row: DayRow) => setAsk({ kind: 'book', row }),
    isCompleting: several.isPending,
    completeAll: (rows: readonly DayRow[]) =>
      several.mutate({
        actionIds: rows.flatMap(({ action_id: id }) => id ?? []),
        activityIds: rows.flatMap(({ action_id: actionId, activity_id: id }) => (actionId === null ? (id ?? []) : [])),
        opportunityIds: [...new Set(rows.flatMap(({ opportunity_id: id }) => id ?? []))],
      }),
  };
}
