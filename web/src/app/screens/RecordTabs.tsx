/** What stands behind the tabs of a record; each comes when it is first looked at. */
import { lazy } from 'react';
import classes from './screens.module.css';

const Timeline = lazy(async () => ({ default: (await import('@/features/timeline/Timeline')).Timeline }));
const Notes = lazy(async () => ({ default: (await import('@/features/notes/Notes')).Notes }));
const Files = lazy(async () => ({ default: (await import('@/features/files/Files')).Files }));
const LazyWhy = lazy(async () => ({ default: (await import('@/features/timeline/Why')).Why }));

export function RecordTimeline(props: { opportunityId: number; currency: string }) {
  return <Timeline {...props} />;
}

export function RecordFiles({ opportunityId }: { opportunityId: number }) {
  return (
    <div className={classes.kept}>
      <Notes opportunityId={opportunityId} />
      <Files opportunityId={opportunityId} />
    </div>
  );
}

export function MoveWhy(props: { eventId: number; about: string; currency: string }) {
  return <LazyWhy {...props} />;
}
