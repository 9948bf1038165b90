/** The grid of a day, a week or a month. FullCalendar draws it and knows what was dragged where; all else is ours. */
import FullCalendar, { type CalendarRef, type DateClickInfo, type DayHeaderInfo, type EventApi, type EventClickInfo, type EventDisplayInfo, type EventDropInfo, type EventInput, type EventResizeDoneInfo } from '@fullcalendar/react';
import dayGrid from '@fullcalendar/react/daygrid';
import interaction from '@fullcalendar/react/interaction';
import timeGrid from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivitySaid } from '@/api/agenda';
import type { CalendarActivity } from '@/api/calendar';
import type { Day } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { hold, release } from '@/lib/holding';
import { wallOf } from '@/lib/zoned';
import { EventFace } from './EventFace';
import { gridLook } from './gridLook';
import { dayOf, isMovable, saidOfDrop } from './placing';
import { weekdayOf } from './spans';
import { useWeek } from './useCalendar';
import { useWandering } from './useWandering';
import classes from './Grid.module.css';

const fullViews = { day: 'timeGridDay', week: 'timeGridWeek', month: 'dayGridMonth' } as const;
const plugins = [timeGrid, dayGrid, interaction];
const lanes = { all_day: 0, task: 1, timed: 2 } as const;
const BEGINS = '07:30:00';

interface Props {
  view: keyof typeof fullViews;
  day: Day;
  today: Day;
  activities: readonly CalendarActivity[];
  label: string;
  onOpen: (id: number) => void;
  onDay: (day: Day) => void;
  /** A free place: a day, and the time of day where there is one. */
  onNew: (day: Day, time: string | null) => void;
  onMove: (activity: CalendarActivity, said: ActivitySaid, putBack: () => void) => void;
}

function laneOf(category: string): number {
  return category === 'all_day' || category === 'task' ? lanes[category] : lanes.timed;
}

function inputOf(activity: CalendarActivity, zone: string, today: Day): EventInput {
  const { id, subject, starts_at: starts, ends_at: ends } = activity;
  const isOpen = isMovable(activity);
  const about = { id: String(id), title: subject, startEditable: isOpen, extendedProps: { activity, lane: laneOf(activity.category) } };
  if (starts === null || ends === null) return { ...about, start: dayOf(activity, zone, today), allDay: true, durationEditable: false };
  return { ...about, start: starts, end: ends, allDay: false, durationEditable: isOpen };
}

function isActivity(value: unknown): value is CalendarActivity {
  return typeof value === 'object' && value !== null && 'subject' in value;
}

function activityOf(event: EventApi): CalendarActivity | null {
  const { activity }: { activity?: unknown } = event.extendedProps;
  return isActivity(activity) ? activity : null;
}

function faceOf(info: EventDisplayInfo) {
  const activity = activityOf(info.event);
  return activity === null ? null : <EventFace activity={activity} isLine={info.isShort || info.view.type === fullViews.month} />;
}

function useHandlers({ activities, onMove, onNew, onOpen }: Props) {
  const { zone } = useFormats();
  const latest = useRef({ activities, onMove, onNew, onOpen });
  useEffect(() => {
    latest.current = { activities, onMove, onNew, onOpen };
  });
  const drop = useCallback(({ event, revert }: EventDropInfo | EventResizeDoneInfo) => {
    const activity = latest.current.activities.find(({ id }) => String(id) === event.id);
    if (activity === undefined) return revert();
    const starts = event.allDay ? null : new Date(event.startStr);
    const ends = event.allDay || event.endStr === '' ? null : new Date(event.endStr);
    return latest.current.onMove(activity, saidOfDrop(activity, { day: event.startStr.slice(0, 10), starts, ends }), revert);
  }, []);
  const click = useCallback(({ event, jsEvent }: EventClickInfo) => {
    // In Safari a click gives a button no focus; to it the sheet gives it back.
    if (jsEvent.target instanceof Element) jsEvent.target.closest<HTMLElement>('[data-activity]')?.focus();
    latest.current.onOpen(Number(event.id));
  }, []);
  const pick = useCallback(
    ({ dateStr, allDay }: DateClickInfo) => {
      if (allDay) return latest.current.onNew(dateStr.slice(0, 10), null);
      const wall = wallOf(zone, new Date(dateStr));
      return latest.current.onNew(wall.day, wall.time);
    },
    [zone],
  );
  return { drop, click, pick };
}

export function Grid(props: Props) {
  const { view, day, today, activities, label, onDay } = props;
  const { t } = useTranslation();
  const formats = useFormats();
  const { weekStart, workingDays, holidays } = useWeek();
  const calendar = useRef<CalendarRef>(null);
  const wandering = useWandering();
  const header = ({ text, date }: DayHeaderInfo) =>
    view === 'week' ? <button type="button" className={classes.dayButton} tabIndex={-1} onClick={() => onDay(wallOf(formats.zone, date).day)}>{text}</button> : text;
  const { drop, click, pick } = useHandlers(props);
  const events = useMemo(() => activities.map((activity) => inputOf(activity, formats.zone, today)), [activities, formats.zone, today]);
  useEffect(() => {
    calendar.current?.getApi().changeView(fullViews[view], day);
  }, [view, day]);
  const isFree = useCallback((date: Date) => {
    const its = wallOf(formats.zone, date).day;
    return !workingDays.includes(weekdayOf(its)) || holidays.has(its);
  }, [workingDays, holidays, formats.zone]);
  const look = useMemo(() => gridLook(isFree), [isFree]);
  return (
    // The arrows go from one activity to the next; each of them is a button of its own.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className={classes.place} role="region" aria-label={label} {...wandering}>
      <FullCalendar
        ref={calendar}
        plugins={plugins}
        initialView={fullViews[view]}
        initialDate={day}
        headerToolbar={false}
        height="100%"
        timeZone={formats.zone}
        locale={formats.locale}
        direction={document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'}
        firstDay={weekStart % 7}
        fixedWeekCount={false}
        scrollTime={BEGINS}
        scrollTimeReset={false}
        slotDuration="00:30:00"
        snapDuration="00:15:00"
        slotHeaderFormat={{ hour: '2-digit', minute: '2-digit' }}
        nowIndicator
        navLinks={view === 'month'}
        dayHeaderContent={header}
        navLinkDayClick={(date) => onDay(wallOf(formats.zone, date).day)}
        allDayText={t('calendar.allDay')}
        moreLinkText={(count) => t('calendar.more', { count })}
        closeHint={t('page.close')}
        dayMaxEvents
        events={events}
        slotEventOverlap={false}
        eventOrder="lane,start,title"
        eventInteractive={false}
        slotMinHeight={24}
        eventMinHeight={22}
        eventShortHeight={40}
        eventResizableFromStart
        editable
        dragRevertDuration={0}
        eventContent={faceOf}
        eventClick={click}
        dateClick={pick}
        eventDrop={drop}
        eventResize={drop}
        eventDragStart={hold}
        eventDragStop={release}
        eventResizeStart={hold}
        eventResizeStop={release}
        {...look}
      />
    </div>
  );
}
