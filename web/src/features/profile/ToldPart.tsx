/** Which acts of others one is told. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tellKinds, toldQuery } from '@/api/profile';
import { useAct } from '@/api/useAct';
import { Skeleton, Switch } from '@/ui/controls';
import { Part } from './Part';

const kinds = ['moved_by_other', 'overridden', 'assigned', 'taken_away', 'added_to_team', 'deleted_by_other', 'batch_finished', 'reminder', 'target_reached', 'target_at_risk', 'target_result'] as const;

export function ToldPart() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: told } = useQuery(toldQuery);
  const tell = useAct(tellKinds, {
    guess: (_, said) => {
      const before = queries.getQueryData(toldQuery.queryKey);
      queries.setQueryData(toldQuery.queryKey, { ...before, ...said });
      return () => queries.setQueryData(toldQuery.queryKey, before);
    },
  });
  return (
    <Part title={t('bell.title')} help={t('profile.toldHelp')}>
      {told === undefined ? (
        <Skeleton height={180} />
      ) : (
        kinds.map((kind) => <Switch key={kind} label={t(`profile.told.${kind}`)} checked={told[kind] ?? true} onChange={(event) => tell.mutate({ [kind]: event.currentTarget.checked })} />)
      )}
    </Part>
  );
}
