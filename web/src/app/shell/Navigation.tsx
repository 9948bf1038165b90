/** The left bar, a rail when folded or on narrower screens, and a bar at the bottom of a phone; it holds what exists. */
import { Link, useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/api/types';
import { useHasDay } from '@/api/useHasDay';
import { useHasGoals } from '@/api/useHasGoals';
import { Bell } from '@/features/notifications/Bell';
import { openPalette } from '@/features/palette/opening';
import { later } from '@/lib/later';
import { paths } from '@/lib/paths';
import { caps } from '@/lib/shortcuts';
import { Brand } from '@/ui/Brand';
import { IconCalendar, IconChartArcs, IconLayoutKanban, IconLayoutSidebar, IconList, IconPlus, IconSearch, IconSettings } from '@/ui/icons';
import { Keys } from '@/ui/Keys';
import { DayLink } from './DayLink';
import { UserMenu } from './UserMenu';
import { useRail } from './useRail';
import { useNew } from './useShellKeys';
import classes from './Navigation.module.css';

const WorkRing = later(async () => (await import('@/features/bulk/WorkRing')).WorkRing);
const ICON = { size: 17, stroke: 1.75, 'aria-hidden': true } as const;

export function Navigation({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { isFolded, toggle } = useRail();
  const add = useNew();
  const hasDay = useHasDay();
  const hasGoals = useHasGoals();
  const params = useParams({ strict: false });
  const isBoard = params.processId !== undefined;
  const isCalendar = params.date !== undefined;
  return (
    <nav className={classes.bar} data-rail={isFolded} aria-label={t('nav.main')}>
      <div className={classes.brand}>
        <Brand />
        <span>{t('product')}</span>
      </div>
      <button type="button" className={classes.item} data-wide onClick={openPalette} aria-keyshortcuts="Control+K Meta+K /" title={t('nav.search')}>
        <IconSearch {...ICON} />
        <span>{t('keys.search')}</span>
        <Keys caps={caps('mod+k')} />
      </button>
      {hasDay && <DayLink className={classes.item} />}
      <Link to={paths.anyBoard} className={classes.item} data-on={isBoard} aria-current={isBoard ? 'page' : undefined} aria-label={t('nav.board')} title={t('nav.board')}>
        <IconLayoutKanban {...ICON} />
        <span>{t('nav.board')}</span>
      </Link>
      <Link to={paths.list} className={classes.item} aria-label={t('nav.opportunities')} title={t('nav.opportunities')} activeOptions={{ exact: true, includeSearch: false }} data-to="list">
        <IconList {...ICON} />
        <span>{t('nav.opportunities')}</span>
      </Link>
      <Link to={paths.calendarHome} className={classes.item} data-on={isCalendar} aria-current={isCalendar ? 'page' : undefined} aria-label={t('nav.calendar')} title={t('nav.calendar')}>
        <IconCalendar {...ICON} />
        <span>{t('nav.calendar')}</span>
      </Link>
      {hasGoals && (
        <Link to={paths.goals} className={classes.item} data-wide aria-label={t('nav.goals')} title={t('nav.goals')} activeOptions={{ includeSearch: false }}>
          <IconChartArcs {...ICON} />
          <span>{t('nav.goals')}</span>
        </Link>
      )}
      {add !== undefined && (
        <button type="button" className={classes.item} data-phone onClick={add} aria-label={t('board.new')}>
          <IconPlus {...ICON} />
        </button>
      )}
      <Bell className={classes.item} />
      <Suspense>
        <WorkRing className={classes.item} />
      </Suspense>
      <div className={classes.foot}>
        <Link to={paths.account} className={classes.item} data-wide aria-label={t('nav.settings')} title={t('nav.settings')}>
          <IconSettings {...ICON} />
          <span>{t('nav.settings')}</span>
        </Link>
        <button type="button" className={classes.item} data-wide data-fold onClick={toggle} aria-keyshortcuts="[" title={isFolded ? t('nav.unfold') : t('nav.fold')}>
          <IconLayoutSidebar {...ICON} className="flip" />
          <span>{t('nav.foldShort')}</span>
          <Keys caps={caps('[')} />
        </button>
        <UserMenu session={session} className={undefined} />
      </div>
    </nav>
  );
}
