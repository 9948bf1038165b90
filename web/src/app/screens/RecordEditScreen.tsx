/** The record's form over the record, with the move's part in it. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { MoveInPlace } from '@/features/moving/MoveInPlace';
import { EditSheet } from '@/features/record/edit/EditSheet';
import { paths } from '@/lib/paths';

const route = getRouteApi('/inside/opportunities/$opportunityId/edit');

export function RecordEditScreen() {
  const { opportunityId } = route.useParams();
  const navigate = useNavigate();
  const close = useCallback(() => void navigate({ to: paths.record, params: { opportunityId } }), [navigate, opportunityId]);
  return <EditSheet key={opportunityId} opportunityId={opportunityId} onClose={close} Move={MoveInPlace} />;
}
