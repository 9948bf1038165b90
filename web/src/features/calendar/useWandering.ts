/** One stop for the Tab key among all activities; the arrows go on from there. */
import { useCallback, useRef, useState, type KeyboardEvent } from 'react';
import type { CalendarActivity } from '@/api/calendar';
import { arrows, nextFrom, type Arrow } from './wandering';

function isArrow(key: string): key is Arrow {
  return arrows.some((arrow) => arrow === key);
}

export function useWandering(activities: readonly CalendarActivity[]) {
  const place = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<number | null>(null);
  const stop = activities.some(({ id }) => id === last) ? last : (activities[0]?.id ?? null);
  const wander = useCallback((event: KeyboardEvent) => {
    const faces = [...(place.current?.querySelectorAll<HTMLElement>('[data-activity]') ?? [])];
    const at = faces.findIndex((face) => face === event.target);
    if (at < 0 || !isArrow(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = nextFrom(faces.map((face) => face.getBoundingClientRect()), at, event.key);
    faces[next]?.focus();
  }, []);
  const enter = useCallback(() => place.current?.querySelector<HTMLElement>('[data-activity][tabindex="0"]')?.focus(), []);
  return { place, stop, remember: setLast, wander, enter };
}
