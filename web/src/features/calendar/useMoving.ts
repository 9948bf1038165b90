/** Putting an activity to another time: at once on the screen, back when the server refuses, and taken back by whoever did it. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { changeActivity, type ActivitySaid } from '@/api/agenda';
import type { CalendarActivity, CalendarSpan } from '@/api/calendar';
import { keys } from '@/api/keys';
import { tellRefusal } from '@/api/refusals';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { atTheSameTime, whenOf } from '@/features/activities/activityValues';
import { useFormats } from '@/lib/formats';
import { offerUndo } from '@/lib/offering';
import { showToast } from '@/lib/toasts';
import { moved, timesIn } from './placing';

interface Moving {
  id: number;
  opportunityId: number | null;
  version: number;
  said: ActivitySaid;
  activity: CalendarActivity;
  isUndo: boolean;
  putBack: () => void;
}

/** With the version that the server will give it, so that it can be put on at once. */
function guess(queries: QueryClient, { id, said, version }: Moving): () => void {
  const before = queries.getQueriesData<CalendarSpan>({ queryKey: keys.calendars });
  queries.setQueriesData<CalendarSpan>({ queryKey: keys.calendars }, (span) => span && { ...span, items: span.items.map((each) => (each.id === id ? { ...moved(each, said, span.today), version: version + 1 } : each)) });
  return () => {
    for (const [key, span] of before) queries.setQueryData(key, span);
  };
}

function known(queries: QueryClient): CalendarActivity[] {
  const all = queries.getQueriesData<CalendarSpan>({ queryKey: keys.calendars }).flatMap(([, span]) => span?.items ?? []);
  return [...new Map(all.map((each) => [each.id, each])).values()];
}

/** What those concerned do at that time, as far as this page knows. */
function conflicts(queries: QueryClient, { id, said, activity }: Moving): string[] {
  const others = known(queries).filter((other) => (activity.is_mine ? other.is_mine : other.responsible.id === activity.responsible.id));
  return atTheSameTime(said, others, id).map(({ subject }) => subject);
}

export function useMoving() {
  const { t } = useTranslation();
  const formats = useFormats();
  const queries = useQueryClient();
  const list = new Intl.ListFormat(formats.locale, { type: 'conjunction' });
  const { mutate } = useAct(
    { run: changeActivity.run, touches: changeActivity.touches },
    {
      guess: (cache, moving: Moving) => guess(cache, moving),
      refused: (problem, { putBack }) => {
        putBack();
        tellRefusal(problem);
        return true;
      },
      done: (_answer, moving) => {
        const { id, version, opportunityId, activity } = moving;
        const sentence = t(moving.isUndo ? 'calendar.putBack' : 'calendar.moved', { name: activity.subject, when: whenOf(formats, moving.said) });
        const names = conflicts(queries, moving);
        const words = names.length === 0 ? sentence : `${sentence} ${t('calendar.conflict', { names: list.format(names) })}`;
        announce(words);
        if (moving.isUndo) return void showToast({ sentence: words, tone: 'done' });
        const undo = () => mutate({ id, opportunityId, version: version + 1, said: timesIn(activity), activity: moved(activity, moving.said, formats.today()), isUndo: true, putBack: () => undefined });
        return offerUndo({ id: `activity/${id}/${version}`, sentence: words, label: t('move.undo'), undo });
      },
    },
  );
  return (activity: CalendarActivity, said: ActivitySaid, putBack: () => void) =>
    mutate({ id: activity.id, opportunityId: activity.opportunity_id, version: activity.version, said, activity, isUndo: false, putBack });
}
