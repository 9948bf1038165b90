/** The move sheet over the record. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { MoveSheet } from '@/features/moving/MoveSheet';
import { paths } from '@/lib/paths';

const route = getRouteApi('/inside/opportunities/$opportunityId/moves/new');

export function RecordMoveScreen() {
  const { opportunityId } = route.useParams();
  const { to } = route.useSearch();
  const navigate = useNavigate();
  const close = useCallback(() => void navigate({ to: paths.record, params: { opportunityId } }), [navigate, opportunityId]);
  return to === undefined ? null : <MoveSheet key={to} opportunityId={opportunityId} stageId={to} channel="record" onClose={close} />;
}
