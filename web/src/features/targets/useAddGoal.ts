/** The state of adding a goal: what was chosen, which step is shown, what is wrong, and what came of it. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import { sessionQuery } from '@/api/queries';
import { refusalInFull } from '@/api/refusals';
import { setTarget, setTargets, targetPeopleQuery, type SalesTarget, type TargetsSet } from '@/api/targets';
import { useAct } from '@/api/useAct';
import { useTargetWords } from '@/api/useTargetWords';
import { announce, announceNow } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { tellDone } from '@/lib/telling';
import { newDraft, numberOf, wantedForAll, wantedOf, wrongIn, type Beginning, type Draft, type Wrong } from './addGoalDraft';
import { steps, type Step } from './GoalSteps';
import { useResultSentence } from './SetResult';

const fields = ['stage_id', 'process_ids', 'number', 'currency', 'people'] as const;
const stepOf: Record<keyof Wrong, Step> = { stage_id: 'howMuch', process_ids: 'howMuch', number: 'howMuch', currency: 'howMuch', people: 'who' };

/** What the server holds against fields that are on the sheet. */
function wrongSaid(problem: Problem): Wrong {
  const names = new Set(problem.missing.map(({ name }) => name));
  return {
    ...(names.has('stage_id') && { stage_id: 'stage' as const }),
    ...(names.has('process_ids') && { process_ids: 'process' as const }),
    ...(names.has('number') && { number: 'number' as const }),
    ...(names.has('currency') && { currency: 'currency' as const }),
  };
}

interface Failure {
  sentence: string;
  /** There is a goal like this already. */
  isTwin: boolean;
}

export function useAddGoal(like: Beginning, onClose: () => void) {
  const { t } = useTranslation();
  const { locale, currency } = useFormats();
  const words = useTargetWords();
  const resultSentence = useResultSentence();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: found = [] } = useQuery(targetPeopleQuery);
  const me = { id: session.user.id, name: session.user.name };
  const [start] = useState(() => newDraft(like, me, found, currency));
  const [draft, setDraft] = useState(start);
  // What counts is chosen where it began, so that only the number is asked.
  const [step, setStep] = useState<Step>(like.metric === undefined ? 'what' : 'howMuch');
  const [wrong, setWrong] = useState<Wrong>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [result, setResult] = useState<TargetsSet | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const shown = steps.filter((each) => each !== 'who' || found.some(({ id }) => id !== me.id));

  const show = (next: Wrong) => {
    setWrong(next);
    const field = fields.find((each) => next[each] !== undefined);
    if (field !== undefined) setStep(stepOf[field]);
  };
  const refused = (problem: Problem) => {
    const said = wrongSaid(problem);
    const sentence = refusalInFull(problem, problem.missing.filter(({ name }) => !(name in said)));
    setFailure({ sentence, isTwin: problem.code === 'target_exists' });
    announceNow(sentence);
    show(said);
    return true;
  };
  const one = useAct(setTarget, {
    done: (target: SalesTarget) => {
      tellDone(t('newGoal.done', { what: words.what(target), number: words.figure(target, target.period.number), period: target.period_type }));
      onClose();
    },
    refused,
  });
  const many = useAct(setTargets, {
    done: (answer) => {
      setResult(answer);
      announce(resultSentence(answer));
    },
    refused,
  });

  const save = () => {
    const next = wrongIn(draft, locale);
    setFailure(null);
    show(next);
    if (Object.keys(next).length > 0) return;
    const all = wantedForAll(draft, locale);
    const [only, ...others] = draft.people;
    if (only === undefined || others.length > 0) many.mutate(all);
    else one.mutate({ ...wantedOf(draft), number: numberOf(draft, only.number, locale) ?? all.number, user_id: only.id });
  };
  const next = shown[shown.indexOf(step) + 1];
  const isSaving = one.isPending || many.isPending;
  const forward = () => {
    if (isSaving) return;
    setLeaving(false);
    if (result !== null) return onClose();
    if (next === undefined) return save();
    const all = wrongIn(draft, locale);
    if (fields.some((field) => all[field] !== undefined && stepOf[field] === step)) show(all);
    else setStep(next);
  };
  const leave = () => {
    if (result !== null) onClose();
    // What is on its way would be written all the same.
    else if (isSaving) return;
    else if (draft === start || isLeaving) onClose();
    else setLeaving(true);
  };
  const change = (part: Partial<Draft>) => {
    setFailure(null);
    setWrong({});
    setDraft((before) => ({ ...before, ...part }));
  };
  return { draft, me, step, shown, isLast: next === undefined, wrong, failure, result, isLeaving, isSaving, change, go: setStep, forward, leave, stay: () => setLeaving(false), drop: onClose };
}
