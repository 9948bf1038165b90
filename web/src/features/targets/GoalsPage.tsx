/** The goals of one person: how far each is, how it came to that, and beside them those of the team. */
import { useQueries, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '@/api/queries';
import { contributionsQuery, targetCourseQuery, targetForecastQuery, targetPeopleQuery, targetsQuery, type SalesTarget } from '@/api/targets';
import { focusHome } from '@/lib/focusHome';
import { useFormats } from '@/lib/formats';
import { usePageTitle } from '@/lib/usePageTitle';
import { Button, Skeleton } from '@/ui/controls';
import { Ring } from '@/ui/Ring';
import { Detail } from './Detail';
import { GoalsHead } from './GoalsHead';
import { hasEnded } from './grid';
import { useNewGoals } from './NewGoals';
import { Past } from './Past';
import { RingCard } from './RingCard';
import { Failed } from './States';
import { TeamGrid } from './TeamGrid';
import classes from './Goals.module.css';

interface Looked {
  goal?: number;
  person?: number;
  show?: 'past';
  on?: string;
}

interface Props {
  looked: Looked;
  onLook: (looked: Looked) => void;
}

interface Person {
  id: number;
  name: string;
}

/** What is over goes to the past with its period. */
function isPresent(target: SalesTarget): boolean {
  return !(target.period.is_closed && hasEnded(target));
}

function everybody(people: readonly Person[], targets: readonly SalesTarget[], locale: string): Person[] {
  const all = new Map([...people, ...targets.map(({ user }) => user)].map(({ id, name }) => [id, { id, name }]));
  const collator = new Intl.Collator(locale);
  return [...all.values()].toSorted((a, b) => collator.compare(a.name, b.name));
}

function Nothing({ isOwn, who, isPast, onAdd }: { isOwn: boolean; who: string; isPast: boolean; onAdd: (() => void) | undefined }) {
  const { t } = useTranslation();
  // The first goal takes the button away that it was added with.
  useEffect(() => () => focusHome(), []);
  return (
    <div className={classes.empty}>
      <Ring share={0.66} words="" isFaint />
      <div>
        <p>{isPast ? t('goals.emptyPast') : t('goals.empty', { whose: isOwn ? 'own' : 'other', who })}</p>
        {!isPast && onAdd !== undefined && <Button variant="default" onClick={onAdd}>{t('newGoal.title')}</Button>}
      </div>
    </div>
  );
}

function Rings({ targets, chosen }: { targets: readonly SalesTarget[]; chosen: SalesTarget }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.rings} aria-label={t('goals.list')}>
      {targets.map((target) => (
        <li key={target.id}>
          <RingCard target={target} isChosen={target.id === chosen.id} />
        </li>
      ))}
    </ul>
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div className={classes.waiting} role="status" aria-busy aria-label={t('goals.loading')}>
      {Array.from({ length: 4 }, (_, place) => (
        <Skeleton key={place} height={126} radius="lg" />
      ))}
    </div>
  );
}

/** Whether all of the first goal has come: what stands below it would move under the pointer. */
function useArrived(chosen: SalesTarget | undefined): boolean {
  const [hasArrived, setArrived] = useState(false);
  const isAsked = !hasArrived && chosen !== undefined;
  const id = chosen?.id ?? 0;
  const isWaiting = useQueries({
    queries: [
      { ...contributionsQuery(id, null), enabled: isAsked },
      { ...targetCourseQuery(id, null), enabled: isAsked },
      { ...targetForecastQuery(id), enabled: isAsked && chosen.period.pace !== null },
    ],
    combine: (answers) => answers.some(({ isLoading }) => isLoading),
  });
  if (!hasArrived && !isWaiting) setArrived(true);
  return hasArrived || !isWaiting;
}

function Shown({ targets, people, looked, onLook }: Props & { targets: readonly SalesTarget[]; people: readonly Person[] }) {
  const formats = useFormats();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const me = session.user;
  const named = targets.find(({ id }) => id === looked.goal);
  const all = everybody(people, targets, formats.locale);
  // Whoever may not be seen is as if they were not there (SG-11).
  const { id: person, name: who } = all.find(({ id }) => id === (looked.person ?? named?.user.id)) ?? me;
  const its = targets.filter(({ user }) => user.id === person);
  const present = its.filter((target) => isPresent(target));
  const isPast = looked.show === 'past';
  const chosen = present.find(({ id }) => id === looked.goal) ?? present[0];
  const hasArrived = useArrived(isPast ? undefined : chosen);
  const leads = all.some(({ id }) => id !== me.id);
  const onlyLeads = leads && person === me.id && targets.length > 0;
  const adding = useNewGoals({ person: { id: person, name: who }, chosen, people });
  const look = (next: Looked) => onLook({ ...(person !== me.id && { person }), ...next });
  return (
    <>
      <GoalsHead
        isPast={isPast}
        person={person}
        people={leads ? all : []}
        hasTick={!isPast && present.some(({ period }) => period.pace !== null)}
        onPast={(next) => look({ ...(looked.goal !== undefined && { goal: looked.goal }), ...(next && { show: 'past' as const }) })}
        onPerson={(next) => onLook({ ...(next !== me.id && { person: next }), ...(isPast && { show: 'past' as const }) })}
      >
        {adding.buttons}
      </GoalsHead>
      {isPast && its.length > 0 && <Past targets={its} goal={looked.goal ?? null} on={looked.on ?? null} />}
      {(isPast ? its.length === 0 : chosen === undefined && !onlyLeads) && <Nothing isOwn={person === me.id} who={who} isPast={isPast} onAdd={adding.begin} />}
      {!isPast && chosen !== undefined && (
        <>
          <Rings targets={present} chosen={chosen} />
          <Detail key={chosen.id} target={chosen} onGone={() => look({})} />
        </>
      )}
      {!isPast && leads && hasArrived && <TeamGrid people={people} targets={targets} person={person} onAdd={({ user, like }) => adding.add({ ...like, person: user })} />}
      {adding.sheet}
    </>
  );
}

export function GoalsPage(props: Props) {
  const { t } = useTranslation();
  usePageTitle(t('nav.goals'));
  const { data: targets, error, refetch } = useQuery(targetsQuery(null));
  const { data: people = [], isPending } = useQuery(targetPeopleQuery);
  const isReady = targets !== undefined && !isPending;
  return (
    <div className={classes.page}>
      {!isReady && (
        <>
          <h1 className={classes.lonely}>{t('nav.goals')}</h1>
          {error === null ? <Loading /> : <Failed error={error} onAgain={() => void refetch()} />}
        </>
      )}
      {isReady && <Shown {...props} targets={targets} people={people} />}
    </div>
  );
}
