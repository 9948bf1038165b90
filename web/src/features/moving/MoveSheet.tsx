/** Opens the move sheet once the plan is there. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { asProblem } from '@/api/problem';
import { optionsQuery, recordQuery } from '@/api/queries';
import { tellRefusal } from '@/api/refusals';
import type { MoveBody } from '@/api/types';
import { MoveForm } from './MoveForm';

interface Props {
  opportunityId: number;
  stageId: number;
  channel: NonNullable<MoveBody['channel']>;
  onClose: () => void;
}

export function MoveSheet({ opportunityId, stageId, channel, onClose }: Props) {
  const record = useQuery(recordQuery(opportunityId));
  const plan = useQuery(optionsQuery(opportunityId));
  const option = plan.data?.options.find(({ stage }) => stage.id === stageId);
  const failure = record.error ?? plan.error;
  const isRefused = plan.data !== undefined && (option === undefined || option.verdict === 'refused' || option.effects === null);
  useEffect(() => {
    if (failure !== null) tellRefusal(asProblem(failure));
    if (failure !== null || isRefused) onClose();
  }, [failure, isRefused, onClose]);
  if (record.data === undefined || plan.data === undefined || option === undefined || isRefused) return null;
  return <MoveForm record={record.data} plan={plan.data} option={option} channel={channel} onClose={onClose} />;
}
