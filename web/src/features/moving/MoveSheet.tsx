/** Opens the move sheet once the plan is there. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { refusalOf } from '@/api/moveHints';
import { asProblem, refusalProblem } from '@/api/problem';
import { optionsQuery, recordQuery } from '@/api/queries';
import { tellRefusal } from '@/api/refusals';
import type { MoveBody } from '@/api/types';
import { MoveForm } from './MoveForm';

interface Props {
  opportunityId: number;
  stageId: number;
  channel: NonNullable<MoveBody['channel']>;
  /** The card of that stage that it is to stand below. */
  afterId?: number | undefined;
  onClose: () => void;
}

export function MoveSheet({ opportunityId, stageId, channel, afterId, onClose }: Props) {
  const record = useQuery(recordQuery(opportunityId));
  const plan = useQuery(optionsQuery(opportunityId));
  const option = plan.data?.options.find(({ stage }) => stage.id === stageId);
  const refusal = option === undefined ? null : refusalOf(option);
  const failure = record.error ?? plan.error;
  const isGone = plan.data !== undefined && option === undefined;
  const code = isGone ? 'stage_unavailable' : refusal?.code;
  const detail = refusal?.detail ?? null;
  useEffect(() => {
    const told = failure === null ? null : asProblem(failure);
    const problem = told ?? (code === undefined ? null : refusalProblem({ code, detail }));
    if (problem === null) return;
    tellRefusal(problem);
    onClose();
  }, [failure, code, detail, onClose]);
  if (record.data === undefined || plan.data === undefined || option === undefined || code !== undefined) return null;
  return <MoveForm record={record.data} plan={plan.data} option={option} channel={channel} afterId={afterId} onClose={onClose} />;
}
