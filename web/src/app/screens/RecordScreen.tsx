/** The record, and the move sheet when one lies over it. */
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { RecordPage } from '@/features/record/RecordPage';

const route = getRouteApi('/inside/opportunities/$opportunityId');

export function RecordScreen() {
  const { opportunityId } = route.useParams();
  const { stage } = route.useSearch();
  return (
    <>
      <RecordPage key={opportunityId} opportunityId={opportunityId} looksAt={stage ?? null} />
      <Outlet />
    </>
  );
}
