/** Setting new goals from the page of goals: the buttons of its head, and the sheets that they open. */
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SalesTarget } from '@/api/targets';
import { later } from '@/lib/later';
import { Button } from '@/ui/controls';
import { IconCopy, IconPlus } from '@/ui/icons';
import type { Beginning } from './addGoalDraft';

const AddGoal = later(async () => (await import('./AddGoal')).AddGoal);
const CopyGoal = later(async () => (await import('./CopyGoal')).CopyGoal);

interface Around {
  /** Whose goals are looked at. */
  person: { id: number; name: string };
  /** The one that is looked at, which can be copied. */
  chosen: SalesTarget | undefined;
  /** Whom one may set goals for. */
  people: readonly { id: number }[];
}

interface NewGoals {
  buttons: ReactNode;
  sheet: ReactNode;
  /** Begins with what is known of it. */
  add: (like: Beginning) => void;
  /** For whom one looks at, if one may set goals for anybody. */
  begin: (() => void) | undefined;
}

export function useNewGoals({ person, chosen, people }: Around): NewGoals {
  const { t } = useTranslation();
  const [like, setLike] = useState<Beginning | null>(null);
  const [copied, setCopied] = useState<SalesTarget | null>(null);
  const mayCopy = chosen !== undefined && people.some(({ id }) => id !== chosen.user.id);
  const begin = people.length === 0 ? undefined : () => setLike(people.some(({ id }) => id === person.id) ? { person } : {});
  return {
    add: setLike,
    begin,
    buttons: (
      <>
        {mayCopy && (
          <Button variant="default" leftSection={<IconCopy size={15} aria-hidden />} onClick={() => setCopied(chosen)}>{t('newGoal.copyTitle')}</Button>
        )}
        {begin !== undefined && <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={begin}>{t('newGoal.title')}</Button>}
      </>
    ),
    sheet: (
      <Suspense>
        {like !== null && <AddGoal like={like} onClose={() => setLike(null)} />}
        {copied !== null && <CopyGoal target={copied} onClose={() => setCopied(null)} />}
      </Suspense>
    ),
  };
}
