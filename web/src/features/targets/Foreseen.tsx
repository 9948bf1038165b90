/** What a goal like this would count already, and what it would have come to in the periods before. */
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { sessionQuery } from '@/api/queries';
import { foreseenTargetQuery } from '@/api/targets';
import { namesStage, useTargetWords } from '@/api/useTargetWords';
import { useFormats } from '@/lib/formats';
import { Alert } from '@/ui/controls';
import { wantedOf, type Draft } from './addGoalDraft';
import { Twin } from './Twin';
import classes from './AddGoal.module.css';

/** Which number is to be reached changes nothing of what counts. */
const ANY_NUMBER = 1;

export function Foreseen({ draft, onOpen }: { draft: Draft; onOpen: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useTargetWords();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [person] = draft.people;
  const isAsked = person !== undefined && (!namesStage(draft.metric) || draft.stageId !== null);
  const { data, error, isPlaceholderData } = useQuery({
    ...foreseenTargetQuery({ ...wantedOf(draft), number: ANY_NUMBER, user_id: person?.id ?? null }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  if (!isAsked) return null;
  if (error !== null) {
    // Whatever else is wrong is said at its field once one goes on.
    if (asProblem(error).code !== 'target_exists') return null;
    return <Alert color="amber" role="status"><Twin draft={draft} onOpen={onOpen} /></Alert>;
  }
  if (data === undefined || isPlaceholderData) return <p className={classes.foreseen} aria-busy>{t('newGoal.looking')}</p>;
  const before = data.before.toReversed().map(({ reached }) => words.figure(data, reached));
  const figures = new Intl.ListFormat(formats.locale, { type: 'conjunction' }).format(before);
  const facts = { whose: data.user.id === session.user.id ? 'own' : 'other', who: data.user.name, period: draft.period };
  return (
    <div className={classes.foreseen} role="status">
      <p>{t('newGoal.days', { period: draft.period, days: words.days(data.period), reached: words.figure(data, data.period.reached) })}</p>
      <p>{t('newGoal.before', { ...facts, figures })}</p>
    </div>
  );
}
