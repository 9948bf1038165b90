/** What stands in the stage panel and behind the tabs of a record; each comes when it is first looked at. */
import { getRouteApi } from '@tanstack/react-router';
import { lazy } from 'react';
import type { OpportunityRecord } from '@/api/types';
import { Actions } from '@/features/actions/Actions';
import classes from './screens.module.css';

const Timeline = lazy(async () => ({ default: (await import('@/features/timeline/Timeline')).Timeline }));
const Notes = lazy(async () => ({ default: (await import('@/features/notes/Notes')).Notes }));
const Files = lazy(async () => ({ default: (await import('@/features/files/Files')).Files }));
const Letters = lazy(async () => ({ default: (await import('@/features/letters/Letters')).Letters }));
const LazyWhy = lazy(async () => ({ default: (await import('@/features/timeline/Why')).Why }));

const route = getRouteApi('/inside/opportunities/$opportunityId');

export function RecordActions(props: { record: OpportunityRecord; onMove: (stageId: number) => void }) {
  const { action } = route.useSearch();
  const navigate = route.useNavigate();
  return <Actions {...props} wanted={action ?? null} onTaken={() => void navigate({ search: ({ action: _taken, ...rest }) => rest, replace: true })} />;
}

export function RecordTimeline(props: { opportunityId: number; currency: string }) {
  return <Timeline {...props} />;
}

export function RecordFiles({ opportunityId }: { opportunityId: number }) {
  return (
    <div className={classes.kept}>
      <Notes opportunityId={opportunityId} />
      <div className={classes.papers}>
        <Letters opportunityId={opportunityId} />
        <Files opportunityId={opportunityId} />
      </div>
    </div>
  );
}

export function MoveWhy(props: { eventId: number; about: string; currency: string }) {
  return <LazyWhy {...props} />;
}
