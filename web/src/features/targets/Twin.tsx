/** Says which goal like this there is already, and leads to it (SG-8). */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '@/api/queries';
import { targetsQuery } from '@/api/targets';
import { useTargetWords } from '@/api/useTargetWords';
import { paths } from '@/lib/paths';
import { twinOf, type Draft } from './addGoalDraft';

export function Twin({ draft, onOpen }: { draft: Draft; onOpen: () => void }) {
  const { t } = useTranslation();
  const words = useTargetWords();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: targets = [] } = useQuery(targetsQuery(null));
  const twin = twinOf(draft, targets);
  if (twin === undefined) return t('refusal.target_exists');
  const { user, period } = twin;
  const whose = user.id === session.user.id ? 'own' : 'other';
  const facts = { whose, who: user.name, what: words.what(twin), number: words.figure(twin, period.number), period: twin.period_type, ends: twin.ended_at !== null };
  return (
    <>
      {t('newGoal.twin', facts)} <Link to={paths.goals} search={{ person: user.id, goal: twin.id }} onClick={onOpen}>{t('newGoal.openTwin')}</Link>
    </>
  );
}
