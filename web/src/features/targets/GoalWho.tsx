/** The third step: oneself, or those whom one leads, one goal of their own for each (SG-13). */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foreseenTargetsQuery } from '@/api/settingTargets';
import { targetPeopleQuery } from '@/api/targets';
import { isValue } from '@/api/useTargetWords';
import { useFormats } from '@/lib/formats';
import { SegmentedControl, useDebouncedValue } from '@/ui/controls';
import { numberOf, wantedForAll, wrongIn, type Wrong } from './addGoalDraft';
import { GoalPeople } from './GoalPeople';
import type { Choosing } from './GoalWhat';
import classes from './AddGoal.module.css';

const PAUSE_MS = 300;

interface Props extends Choosing {
  me: { id: number; name: string };
  wrong: Wrong;
}

export function GoalWho({ draft, me, wrong, onChange }: Props) {
  const { t } = useTranslation();
  const { locale } = useFormats();
  const { data: found = [] } = useQuery(targetPeopleQuery);
  const isMine = found.some(({ id }) => id === me.id);
  const [isOnlyMe, setOnlyMe] = useState(isMine && draft.people.length === 1 && draft.people[0]?.id === me.id);
  const [settled] = useDebouncedValue(draft, PAUSE_MS);
  const isReady = !isOnlyMe && Object.keys(wrongIn(settled, locale)).length === 0;
  const { data: foreseen } = useQuery(foreseenTargetsQuery(isReady ? wantedForAll(settled, locale) : null));
  const choose = (value: string) => {
    setOnlyMe(value === 'me');
    onChange({ people: value === 'me' ? [{ ...me, number: '' }] : [] });
  };
  return (
    <>
      {isMine && (
        <div role="group" aria-label={t('newGoal.for')}>
          <p className={classes.label} aria-hidden>{t('newGoal.for')}</p>
          <SegmentedControl
            fullWidth
            data={[
              { value: 'me', label: t('newGoal.me') },
              { value: 'people', label: t('newGoal.others') },
            ]}
            value={isOnlyMe ? 'me' : 'people'}
            onChange={choose}
          />
        </div>
      )}
      {!isOnlyMe && (
        <>
          <p className={classes.help}>{t('newGoal.eachOwn')}</p>
          <GoalPeople
            people={draft.people}
            numberForAll={draft.number}
            foreseen={foreseen?.items ?? []}
            error={wrong.people === 'nobody' ? t('newGoal.wrong.nobody') : undefined}
            isWrong={(number) => numberOf(draft, number, locale) === null}
            wrongNumber={t(isValue(draft.metric) ? 'newGoal.wrong.amount' : 'newGoal.wrong.number')}
            onChange={(people) => onChange({ people })}
          />
        </>
      )}
    </>
  );
}
