/** What can be opened over any screen. */
import { Suspense } from 'react';
import { overlay } from '@/features/palette/opening';
import { later } from '@/lib/later';
import { followedUp, lookedAt } from '@/lib/lookingAt';
import { useStore } from '@/lib/store';
import { sessionEnded, sessionEnding } from '../queries';

const SessionEnded = later(async () => (await import('./SessionEnded')).SessionEnded);
const SessionEnding = later(async () => (await import('./SessionEnding')).SessionEnding);
const Palette = later(async () => (await import('@/features/palette/Palette')).Palette);
const KeyList = later(async () => (await import('@/features/palette/KeyList')).KeyList);
const ActivityDialog = later(async () => (await import('@/features/activities/ActivityDialog')).ActivityDialog);
const FollowUp = later(async () => (await import('@/features/activities/FollowUp')).FollowUp);

function close() {
  overlay.set(null);
}

export function Overlays() {
  const isEnded = useStore(sessionEnded);
  const isEnding = useStore(sessionEnding);
  const opened = useStore(overlay);
  const activities = useStore(lookedAt);
  const followed = useStore(followedUp);
  return (
    <Suspense>
      {opened === 'palette' && <Palette onClose={close} />}
      {opened === 'keys' && <KeyList onClose={close} />}
      {activities.length > 0 && <ActivityDialog ids={activities} />}
      {followed !== null && <FollowUp key={followed} activityId={followed} />}
      {isEnding && !isEnded && <SessionEnding />}
      {isEnded && <SessionEnded />}
    </Suspense>
  );
}
