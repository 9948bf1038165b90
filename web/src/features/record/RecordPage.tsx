/** One opportunity: where it stands, what its stage asks, how it came here. */
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, type ComponentType } from 'react';
import { guidanceQuery, movesQuery, recordQuery } from '@/api/queries';
import { useStartMove } from '@/api/useStartMove';
import { paths } from '@/lib/paths';
import { usePageTitle } from '@/lib/usePageTitle';
import type { TabName } from '@/lib/tabs';
import { History } from './History';
import type { WhyPart } from './MoveRow';
import { RecordHead } from './RecordHead';
import { Side } from './Side';
import { StagePanel, type ActionsPart } from './StagePanel';
import { StagePath } from './StagePath';
import { Tabs } from './Tabs';
import classes from './Record.module.css';

interface Props {
  opportunityId: number;
  /** The stage whose guidance is looked at; nothing means the current one. */
  looksAt: number | null;
  tab: TabName | null;
  /** Whether it opens with the question why it cannot be moved. */
  asksWhy: boolean;
  /** What other features put on this page. */
  slots: {
    Actions: ActionsPart;
    Timeline: ComponentType<{ opportunityId: number; currency: string }>;
    Files: ComponentType<{ opportunityId: number }>;
    Why: WhyPart;
  };
}

export function RecordPage({ opportunityId, looksAt, tab, asksWhy, slots }: Props) {
  const navigate = useNavigate();
  const { data: record } = useSuspenseQuery(recordQuery(opportunityId));
  const { data: moves } = useSuspenseQuery(movesQuery(opportunityId));
  const other = looksAt === record.stage.id ? null : looksAt;
  const { data: guidance } = useQuery({ ...guidanceQuery(opportunityId, other), placeholderData: keepPreviousData });
  usePageTitle(record.name);

  const look = (stage: number) => {
    const search = ({ stage: _looked, ...before }: { stage?: number }) => (stage === record.stage.id ? before : { ...before, stage });
    return navigate({ to: paths.record, params: { opportunityId }, search, replace: true, resetScroll: false });
  };
  const chooseTab = useCallback(
    (chosen: TabName) => void navigate({ to: paths.record, params: { opportunityId }, search: (before) => ({ ...before, tab: chosen }), replace: true, resetScroll: false }),
    [navigate, opportunityId],
  );
  const stageName = (id: number) => record.path.find(({ stage }) => stage.id === id)?.stage.name ?? guidance?.stage.name ?? '';
  const start = useStartMove(stageName, (deal, to) => navigate({ to: paths.newMove, params: { opportunityId: deal.id }, search: { to } }));
  const move = (stageId: number) => void start({ deal: { id: record.id, name: record.name, processId: record.process.id }, stageId, channel: 'record' });

  return (
    <div className={classes.page}>
      <RecordHead
        record={record}
        asksWhy={asksWhy}
        onAnswered={() => void navigate({ to: paths.record, params: { opportunityId }, search: ({ ask: _ask, ...before }) => before, replace: true, resetScroll: false })}
        onMove={move}
        onEdit={() => void navigate({ to: paths.editRecord, params: { opportunityId } })}
        onGone={() => void navigate({ to: paths.board, params: { processId: record.process.id } })}
      />
      <StagePath record={record} looksAt={guidance?.stage.id ?? record.stage.id} onLook={(stage) => void look(stage)} />
      <div className={classes.grid}>
        <div className={classes.centre}>
          {guidance && <StagePanel record={record} guidance={guidance} isLooking={other !== null} Actions={slots.Actions} onMove={move} onBack={() => void look(record.stage.id)} />}
          <Tabs
            chosen={tab}
            onChoose={chooseTab}
            panels={{
              history: <History record={record} moves={moves} Why={slots.Why} />,
              timeline: <slots.Timeline opportunityId={opportunityId} currency={record.currency} />,
              files: <slots.Files opportunityId={opportunityId} />,
            }}
          />
        </div>
        <Side record={record} keyFields={guidance?.key_fields ?? []} />
      </div>
    </div>
  );
}
