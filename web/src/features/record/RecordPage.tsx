/** One opportunity: where it stands, what its stage asks, how it came here. */
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { guidanceQuery, movesQuery, recordQuery } from '@/api/queries';
import { useStartMove } from '@/api/useStartMove';
import { paths } from '@/lib/paths';
import { usePageTitle } from '@/lib/usePageTitle';
import { History } from './History';
import { RecordHead } from './RecordHead';
import { Side } from './Side';
import { StagePanel } from './StagePanel';
import { StagePath } from './StagePath';
import classes from './Record.module.css';

interface Props {
  opportunityId: number;
  /** The stage whose guidance is looked at; nothing means the current one. */
  looksAt: number | null;
}

export function RecordPage({ opportunityId, looksAt }: Props) {
  const navigate = useNavigate();
  const { data: record } = useSuspenseQuery(recordQuery(opportunityId));
  const { data: moves } = useSuspenseQuery(movesQuery(opportunityId));
  const other = looksAt === record.stage.id ? null : looksAt;
  const { data: guidance } = useQuery({ ...guidanceQuery(opportunityId, other), placeholderData: keepPreviousData });
  usePageTitle(record.name);

  const look = (stage: number) => {
    const search = stage === record.stage.id ? {} : { stage };
    return navigate({ to: paths.record, params: { opportunityId }, search, replace: true, resetScroll: false });
  };
  const stageName = (id: number) => record.path.find(({ stage }) => stage.id === id)?.stage.name ?? guidance?.stage.name ?? '';
  const start = useStartMove(stageName, (deal, to) => navigate({ to: paths.newMove, params: { opportunityId: deal.id }, search: { to } }));
  const move = (stageId: number) => void start({ deal: { id: record.id, name: record.name, processId: record.process.id }, stageId, channel: 'record' });

  return (
    <div className={classes.page}>
      <RecordHead record={record} onMove={move} />
      <StagePath record={record} looksAt={guidance?.stage.id ?? record.stage.id} onLook={(stage) => void look(stage)} />
      <div className={classes.grid}>
        <div className={classes.centre}>
          {guidance && <StagePanel record={record} guidance={guidance} onMove={move} onBack={() => void look(record.stage.id)} />}
          <History record={record} moves={moves} />
        </div>
        <Side record={record} keyFields={guidance?.key_fields ?? []} />
      </div>
    </div>
  );
}
