/** Those whom a goal is for, each with a number of their own if they are to have one; found one by one or by team. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { whyRefused, type SetFor } from '@/api/settingTargets';
import { targetPeopleQuery } from '@/api/targets';
import { ActionIcon, Select, TextInput } from '@/ui/controls';
import { IconX } from '@/ui/icons';
import type { Chosen } from './addGoalDraft';
import classes from './AddGoal.module.css';

interface Props {
  people: readonly Chosen[];
  /** Who has it already. */
  without?: number;
  /** What stands in the field of somebody who gets the number for all. */
  numberForAll: string;
  /** What would become of it for each. */
  foreseen: readonly SetFor[];
  error: string | undefined;
  isWrong: (number: string) => boolean;
  wrongNumber: string;
  onChange: (people: readonly Chosen[]) => void;
}

function Note({ answer }: { answer: SetFor | undefined }) {
  const { t } = useTranslation();
  if (answer === undefined || answer.result === 'created') return null;
  return <p className={classes.note}>{answer.result === 'skipped' ? t('newGoal.hasIt') : whyRefused(answer)}</p>;
}

export function GoalPeople({ people, without, numberForAll, foreseen, error, isWrong, wrongNumber, onChange }: Props) {
  const { t } = useTranslation();
  const { data: found = [] } = useQuery(targetPeopleQuery);
  const offered = found.filter(({ id }) => id !== without && people.every((person) => person.id !== id));
  const teams = new Map(offered.flatMap(({ sales_team: team }) => (team === null ? [] : [[String(team.id), team.name] as const])));
  const add = (chosen: typeof offered) => onChange([...people, ...chosen.map(({ id, name }) => ({ id, name, number: '' }))]);
  const change = (id: number, number: string) => onChange(people.map((person) => (person.id === id ? { ...person, number } : person)));
  return (
    <>
      <Select
        label={t('newGoal.addPerson')}
        data={offered.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={null}
        searchable
        nothingFoundMessage={t('picker.nothing')}
        error={error}
        onChange={(id) => add(offered.filter((person) => String(person.id) === id))}
      />
      {teams.size > 0 && (
        <Select
          label={t('newGoal.addTeam')}
          description={t('newGoal.teamHelp')}
          data={[...teams].map(([value, label]) => ({ value, label }))}
          value={null}
          onChange={(id) => add(offered.filter(({ sales_team: team }) => String(team?.id) === id))}
        />
      )}
      {people.length > 0 && (
        <ul className={classes.people} aria-label={t('newGoal.people')}>
          {people.map(({ id, name, number }) => (
            <li key={id} className={classes.person} data-person={id}>
              <bdi>{name}</bdi>
              <TextInput
                aria-label={t('newGoal.numberOf', { name })}
                placeholder={numberForAll}
                inputMode="decimal"
                value={number}
                error={number.trim() !== '' && isWrong(number) && wrongNumber}
                onChange={(event) => change(id, event.currentTarget.value)}
              />
              <ActionIcon variant="subtle" size="var(--sl-control)" aria-label={t('newGoal.leaveOut', { name })} onClick={() => onChange(people.filter((person) => person.id !== id))}>
                <IconX size={15} aria-hidden />
              </ActionIcon>
              <Note answer={foreseen.find(({ user_id: user }) => user === id)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
