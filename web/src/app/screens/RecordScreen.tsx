/** The record, and the move sheet when one lies over it. */
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { RecordPage } from '@/features/record/RecordPage';
import { MoveWhy, RecordActions, RecordFiles, RecordTimeline } from './RecordTabs';

const route = getRouteApi('/inside/opportunities/$opportunityId');

const slots = { Actions: RecordActions, Timeline: RecordTimeline, Files: RecordFiles, Why: MoveWhy };

export function RecordScreen() {
  const { opportunityId } = route.useParams();
  const { stage, tab, ask } = route.useSearch();
  return (
    <>
      <RecordPage
        key={opportunityId}
        opportunityId={opportunityId}
        looksAt={stage ?? null}
        tab={tab ?? null}
        asksWhy={ask === 'why'}
        slots={slots}
      />
      <Outlet />
    </>
  );
}
