/** Adding a goal in three steps on one sheet: what counts, how much of it, and for whom. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isValue, useTargetWords } from '@/api/useTargetWords';
import { commandKey } from '@/lib/keyboard';
import { Alert, Button } from '@/ui/controls';
import { Sheet } from '@/ui/Sheet';
import type { Beginning } from './addGoalDraft';
import { GoalHowMuch } from './GoalHowMuch';
import { GoalSteps } from './GoalSteps';
import { GoalWhat } from './GoalWhat';
import { GoalWho } from './GoalWho';
import { Leaving } from './Leaving';
import { SetResult } from './SetResult';
import { Twin } from './Twin';
import { useAddGoal } from './useAddGoal';
import classes from './AddGoal.module.css';

interface Props {
  /** What is known of it already, such as from an empty cell of the grid. */
  like?: Beginning;
  onClose: () => void;
}

const nothing: Beginning = {};

function Foot({ form }: { form: ReturnType<typeof useAddGoal> }) {
  const { t } = useTranslation();
  const before = form.shown[form.shown.indexOf(form.step) - 1];
  if (form.isLeaving) return <Leaving onDrop={form.drop} onStay={form.stay} />;
  if (form.result !== null) return <Button onClick={form.drop}>{t('page.close')}</Button>;
  return (
    <>
      <Button {...(form.isLast && { loading: form.isSaving })} title={`${commandKey} ↵`} onClick={form.forward}>{t(form.isLast ? 'newGoal.save' : 'newGoal.next')}</Button>
      {before !== undefined && <Button variant="default" onClick={() => form.go(before)}>{t('newGoal.back')}</Button>}
      <Button variant="default" data-leave onClick={form.leave}>{t('page.cancel')}</Button>
    </>
  );
}

export function AddGoal({ like = nothing, onClose }: Props) {
  const { t } = useTranslation();
  const words = useTargetWords();
  const form = useAddGoal(like, onClose);
  const { draft, step, result, wrong } = form;
  const part = useRef<HTMLFormElement>(null);
  const shownStep = useRef(step);
  // The focus goes along to the step that is shown now.
  useEffect(() => {
    if (shownStep.current !== step) part.current?.querySelector<HTMLElement>('[data-autofocus], input, button')?.focus();
    shownStep.current = step;
  }, [step]);
  useEffect(() => {
    if (Object.keys(wrong).length > 0) part.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [wrong]);
  const currency = isValue(draft.metric) ? draft.currency : null;
  return (
    <Sheet
      title={t('newGoal.title')}
      head={result === null && <GoalSteps shown={form.shown} step={step} onGo={form.go} />}
      foot={<Foot form={form} />}
      closeLabel={t('page.close')}
      onClose={form.leave}
      onCommandEnter={form.forward}
    >
      {form.failure !== null && <Alert color="brick" role="alert" className={classes.failure}>{form.failure.isTwin ? <Twin draft={draft} onOpen={onClose} /> : form.failure.sentence}</Alert>}
      {result === null ? (
        <form
          ref={part}
          className={classes.form}
          aria-label={t(`newGoal.step.${step}`)}
          onSubmit={(event) => {
            event.preventDefault();
            form.forward();
          }}
        >
          {step === 'what' && <GoalWhat draft={draft} onChange={form.change} />}
          {step === 'howMuch' && <GoalHowMuch draft={draft} wrong={wrong} onChange={form.change} onOpen={onClose} />}
          {step === 'who' && <GoalWho draft={draft} me={form.me} wrong={wrong} onChange={form.change} />}
          <button type="submit" hidden aria-hidden tabIndex={-1} />
        </form>
      ) : (
        <SetResult answer={result} people={draft.people} figure={(number) => words.figure({ metric: draft.metric, currency }, number)} />
      )}
    </Sheet>
  );
}
