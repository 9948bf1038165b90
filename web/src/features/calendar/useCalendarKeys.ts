/** The keys of the calendar. */
import { useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '@/lib/useKeys';
import { useShortcuts } from '@/lib/shortcuts';
import { calendarViews, type CalendarView } from './spans';

interface Acts {
  onView: (view: CalendarView) => void;
  onStep: (count: number) => void;
  onToday: () => void;
  onNew: (() => void) | undefined;
  /** Puts the focus on an activity, when it is nowhere yet. */
  onEnter: () => void;
}

const arrowKeys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const;

/** An arrow that nothing else has heard goes to the activities. */
function useEntering(enter: () => void): void {
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = document.activeElement;
      const isNowhere = at === null || at === document.body || at.id === 'content';
      if (event.defaultPrevented || !isNowhere || !arrowKeys.some((key) => key === event.key)) return;
      event.preventDefault();
      enter();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [enter]);
}

export function useCalendarKeys({ onView, onStep, onToday, onNew, onEnter }: Acts): void {
  const { t } = useTranslation();
  useKeys({ PageUp: () => onStep(-1), PageDown: () => onStep(1) });
  useEntering(onEnter);
  useShortcuts(t('calendar.title'), [
    { keys: 't', label: t('calendar.today'), run: onToday },
    { keys: 'PageUp', label: t('calendar.before') },
    { keys: 'PageDown', label: t('calendar.after') },
    ...calendarViews.map((view, place) => ({ keys: String(place + 1), label: t(`calendar.views.${view}`), run: () => onView(view) })),
    ...(onNew === undefined ? [] : [{ keys: 'a', label: t('activity.new'), run: onNew }]),
    ...arrowKeys.map((keys) => ({ keys, label: t('calendar.toActivity') })),
  ]);
}
