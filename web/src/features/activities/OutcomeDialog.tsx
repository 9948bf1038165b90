/** What came of an activity, when it takes place instead, and where the deal goes with it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { activityQuery, completeActions, completeActivity, type Activity, type Finished, type OutcomeOffered } from '@/api/agenda';
import { asProblem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { useAsked } from '@/api/useAsked';
import { useFormats } from '@/lib/formats';
import { followedUp } from '@/lib/lookingAt';
import { Button, Checkbox, Modal, Select, Skeleton, Textarea } from '@/ui/controls';
import { WhenFields } from './ActivityFields';
import { timesOf, valuesOf } from './activityValues';
import { LinkedOpportunity } from './LinkedOpportunity';
import { stageSaid, staysWhereItIs } from './linkedStage';
import { useFinished } from './useFinished';
import classes from './Activities.module.css';

interface Props {
  activityId: number;
  /** The action that it is completed from; without one it is the activity that is done. */
  actionId?: number | undefined;
  onClose: () => void;
}

function useOutcome({ activity, actionId, onClose }: Omit<Props, 'activityId'> & { activity: Activity }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const tell = useFinished();
  const [outcome, setOutcome] = useState<OutcomeOffered | null>(null);
  const [note, setNote] = useState('');
  const [tells, setTells] = useState(false);
  const [linked, setLinked] = useState(staysWhereItIs);
  const [values, setValues] = useState(() => valuesOf(activity, formats.zone, formats.today()));
  const isPutOff = outcome?.effect === 'reschedules' && !activity.is_outcome_pending;
  const asksStage = activity.may_choose_stage && !isPutOff;
  const done = (finished: Finished) => {
    const sentence = t(isPutOff ? 'outcome.putOff' : 'outcome.recorded', { name: activity.subject, outcome: outcome?.label ?? '' });
    onClose();
    tell(finished, { opportunityId: activity.opportunity_id, deal: activity.opportunity_name ?? '', sentence, isChosen: linked.stageId !== null });
    if (finished.followsUp) followedUp.set(activity.id);
  };
  const act = useAsked(completeActivity, done);
  const actionAct = useAsked(completeActions, done);
  const fail = (key: 'outcome.needsOne' | 'activity.needsTime') => act.setFailure(t(key));
  const save = () => {
    const times = isPutOff ? timesOf(values, formats.zone) : null;
    if (outcome === null) return fail('outcome.needsOne');
    if (isPutOff && times === null) return fail('activity.needsTime');
    const its = { code: outcome.code, tells_participants: tells, ...(note.trim() !== '' && { note: note.trim() }), ...times };
    const said = { outcome: its, ...(asksStage ? stageSaid(linked) : { acknowledge_gaps: false }) };
    const { opportunity_id: opportunityId } = activity;
    if (actionId !== undefined && opportunityId !== null) return actionAct.mutate({ opportunityId, actionIds: [actionId], said });
    return act.mutate({ id: activity.id, opportunityId, said });
  };
  const choose = (code: string | null) => {
    const next = activity.outcomes.find((offered) => offered.code === code) ?? null;
    setOutcome(next);
    setLinked({ ...staysWhereItIs, stageId: next?.stage?.id ?? null });
  };
  return { outcome, choose, note, setNote, tells, setTells, linked, setLinked, values, setValues, isPutOff, asksStage, save, failure: act.failure ?? actionAct.failure, isPending: act.isPending || actionAct.isPending };
}

function Form({ activity, ...props }: Omit<Props, 'activityId'> & { activity: Activity }) {
  const { t } = useTranslation();
  const form = useOutcome({ activity, ...props });
  const { opportunity_id: opportunityId } = activity;
  return (
    <form
      className={classes.fields}
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
    >
      <Select
        label={t('outcome.what')}
        description={t('page.required')}
        data-autofocus
        searchable={activity.outcomes.length > 7}
        data={activity.outcomes.map(({ code, label }) => ({ value: code, label }))}
        value={form.outcome?.code ?? null}
        onChange={form.choose}
      />
      {form.isPutOff && <WhenFields values={form.values} onChange={form.setValues} />}
      <Textarea label={t('sheet.note')} autosize minRows={2} value={form.note} onChange={(event) => form.setNote(event.currentTarget.value)} />
      {activity.participants.length > 0 && (
        <Checkbox label={t('outcome.tells')} description={t('outcome.tellsHelp')} checked={form.tells} onChange={(event) => form.setTells(event.currentTarget.checked)} />
      )}
      {form.asksStage && opportunityId !== null && (
        <LinkedOpportunity opportunityId={opportunityId} deal={activity.opportunity_name ?? ''} activityId={activity.id} chosen={form.linked} onChoose={form.setLinked} />
      )}
      {form.failure !== null && <p className={classes.wrong} role="alert">{form.failure}</p>}
      <div className={classes.acts}>
        <Button type="submit" loading={form.isPending}>{t('outcome.save')}</Button>
        <Button variant="default" onClick={props.onClose}>{t('page.cancel')}</Button>
      </div>
    </form>
  );
}

export function OutcomeDialog({ activityId, ...props }: Props) {
  const { t } = useTranslation();
  const { data: activity, error } = useQuery(activityQuery(activityId));
  return (
    <Modal opened onClose={props.onClose} title={t('outcome.title', { name: activity?.subject ?? '' })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      {error !== null && <p className={classes.wrong} role="alert">{refusalSentence(asProblem(error))}</p>}
      {activity === undefined && error === null && <Skeleton height={200} />}
      {activity !== undefined && <Form activity={activity} {...props} />}
    </Modal>
  );
}
