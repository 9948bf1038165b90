/** The head of the calendar: what is shown, one step back and on, which view, and whose activities. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { keepCalendarLook, toggledLayer, type Layer } from '@/lib/calendarLook';
import type { Day } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { anchors, paths } from '@/lib/paths';
import { ActionIcon, Button, SegmentedControl } from '@/ui/controls';
import { IconChevronLeft, IconChevronRight, IconPlus, IconRss } from '@/ui/icons';
import { calendarViews, namedSpan, titleOf, viewIn, type CalendarView } from './spans';
import { useWeek } from './useCalendar';
import classes from './Calendar.module.css';

interface Props {
  userId: number;
  view: CalendarView;
  day: Day;
  layers: readonly Layer[];
  /** Those that there are for whoever looks. */
  offered: readonly Layer[];
  mayAdd: boolean;
  onView: (view: CalendarView) => void;
  onStep: (count: number) => void;
  onToday: () => void;
  onNew: () => void;
}

function Layers({ userId, layers, offered }: Pick<Props, 'userId' | 'layers' | 'offered'>) {
  const { t } = useTranslation();
  if (offered.length < 2) return null;
  return (
    <div className={classes.layers} role="group" aria-label={t('calendar.layers')}>
      {offered.map((layer) => (
        <button key={layer} type="button" className={classes.layer} aria-pressed={layers.includes(layer)} onClick={() => keepCalendarLook(userId, { layers: toggledLayer(layers, layer) })}>
          {t(`calendar.layer.${layer}`)}
        </button>
      ))}
    </div>
  );
}

export function CalendarHead({ view, day, mayAdd, onView, onStep, onToday, onNew, ...layers }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { weekStart } = useWeek();
  const title = titleOf(view, namedSpan(view, day, weekStart), formats.locale);
  return (
    <header className={classes.head}>
      <div className={classes.where}>
        <ActionIcon variant="default" size="var(--sl-control)" aria-label={t('calendar.before')} aria-keyshortcuts="PageUp" onClick={() => onStep(-1)}><IconChevronLeft size={16} aria-hidden className="flip" /></ActionIcon>
        <Button variant="default" aria-keyshortcuts="t" onClick={onToday}>{t('calendar.today')}</Button>
        <ActionIcon variant="default" size="var(--sl-control)" aria-label={t('calendar.after')} aria-keyshortcuts="PageDown" onClick={() => onStep(1)}><IconChevronRight size={16} aria-hidden className="flip" /></ActionIcon>
      </div>
      <h1 aria-live="polite">{title}</h1>
      <Layers {...layers} />
      <div className={classes.tools}>
        <SegmentedControl
          aria-label={t('calendar.view')}
          data={calendarViews.map((each) => ({ value: each, label: t(`calendar.views.${each}`) }))}
          value={view}
          onChange={(value) => onView(viewIn(value) ?? view)}
        />
        <ActionIcon variant="default" size="var(--sl-control)" aria-label={t('calendar.subscribe')} title={t('calendar.subscribe')} renderRoot={(props) => <Link {...props} to={paths.account} hash={anchors.feed} />}><IconRss size={16} aria-hidden /></ActionIcon>
        {mayAdd && <Button leftSection={<IconPlus size={15} aria-hidden />} aria-keyshortcuts="a" onClick={onNew}>{t('calendar.new')}</Button>}
      </div>
    </header>
  );
}
