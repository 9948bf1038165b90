/** Setting the same goal for others, with the number that it has now or one of their own (SG-13). */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foreseenCopiesQuery } from '@/api/settingTargets';
import { copyTarget, type SalesTarget, type TargetsSet } from '@/api/targets';
import { useAsked } from '@/api/useAsked';
import { isValue, useTargetWords } from '@/api/useTargetWords';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { Alert, Button, useDebouncedValue } from '@/ui/controls';
import { Sheet } from '@/ui/Sheet';
import type { Chosen } from './addGoalDraft';
import { numberText, readNumber } from './amount';
import { GoalPeople } from './GoalPeople';
import { Leaving } from './Leaving';
import { SetResult, useResultSentence } from './SetResult';
import classes from './AddGoal.module.css';

const PAUSE_MS = 300;

export function CopyGoal({ target, onClose }: { target: SalesTarget; onClose: () => void }) {
  const { t } = useTranslation();
  const { locale } = useFormats();
  const words = useTargetWords();
  const resultSentence = useResultSentence();
  const [people, setPeople] = useState<readonly Chosen[]>([]);
  const [isLeaving, setLeaving] = useState(false);
  const [asked, setAsked] = useState(0);
  const [result, setResult] = useState<TargetsSet | null>(null);
  const isWrong = (number: string) => readNumber(target, number, locale) === null;
  /** Nothing as long as somebody's number is wrong, or nobody is chosen. */
  const wantedFor = (chosen: readonly Chosen[]) => {
    const isSound = chosen.length > 0 && chosen.every(({ number }) => number.trim() === '' || !isWrong(number));
    return isSound ? { users: chosen.map(({ id, number }) => ({ user_id: id, number: readNumber(target, number, locale) })) } : null;
  };
  const [settled] = useDebouncedValue(people, PAUSE_MS);
  const { data: foreseen } = useQuery(foreseenCopiesQuery(target.id, wantedFor(settled)));
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [asked]);
  const copy = useAsked(copyTarget, (answer) => {
    setResult(answer);
    announce(resultSentence(answer));
  });
  const save = () => {
    if (copy.isPending) return;
    if (result !== null) return onClose();
    const wanted = wantedFor(people);
    setLeaving(false);
    setAsked(asked + 1);
    if (wanted !== null) copy.mutate({ id: target.id, ...wanted });
  };
  const leave = () => {
    if (result !== null) onClose();
    // What is on its way would be written all the same.
    else if (copy.isPending) return;
    else if (people.length === 0 || isLeaving) onClose();
    else setLeaving(true);
  };
  const foot = (
    <>
      <Button {...(result === null && { loading: copy.isPending })} onClick={result === null ? save : onClose}>{t(result === null ? 'newGoal.copyNow' : 'page.close')}</Button>
      {result === null && <Button variant="default" data-leave onClick={leave}>{t('page.cancel')}</Button>}
    </>
  );
  return (
    <Sheet title={t('newGoal.copyTitle')} foot={isLeaving ? <Leaving onDrop={onClose} onStay={() => setLeaving(false)} /> : foot} closeLabel={t('page.close')} onClose={leave} onCommandEnter={save}>
      {copy.failure !== null && <Alert color="brick" role="alert" className={classes.failure}>{copy.failure}</Alert>}
      {result === null ? (
        <div ref={form} className={classes.form}>
          <p>{t('newGoal.copyHelp', { who: target.user.name, what: words.what(target), number: words.figure(target, target.period.number), period: target.period_type })}</p>
          <GoalPeople
            people={people}
            without={target.user.id}
            numberForAll={numberText(target, target.period.number, locale)}
            foreseen={foreseen?.items ?? []}
            error={asked > 0 && people.length === 0 ? t('newGoal.wrong.nobody') : undefined}
            isWrong={isWrong}
            wrongNumber={t(isValue(target.metric) ? 'newGoal.wrong.amount' : 'newGoal.wrong.number')}
            onChange={setPeople}
          />
        </div>
      ) : (
        <SetResult answer={result} people={people} figure={(number) => words.figure(target, number)} />
      )}
    </Sheet>
  );
}
