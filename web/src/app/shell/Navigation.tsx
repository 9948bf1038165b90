/** The left bar, a rail on narrower screens and a bar at the bottom of a phone; it holds what exists. */
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/api/types';
import { Bell } from '@/features/notifications/Bell';
import { later } from '@/lib/later';
import { paths } from '@/lib/paths';
import { Brand } from '@/ui/Brand';
import { IconLayoutKanban, IconList } from '@/ui/icons';
import { UserMenu } from './UserMenu';
import classes from './Navigation.module.css';

const WorkRing = later(async () => (await import('@/features/bulk/WorkRing')).WorkRing);

export function Navigation({ session }: { session: Session }) {
  const { t } = useTranslation();
  return (
    <nav className={classes.bar} aria-label={t('nav.main')}>
      <div className={classes.brand}>
        <Brand />
        <span>{t('product')}</span>
      </div>
      <Link to={paths.home} className={classes.item} aria-label={t('nav.board')} activeOptions={{ exact: false }} data-on>
        <IconLayoutKanban size={17} stroke={1.75} aria-hidden />
        <span>{t('nav.board')}</span>
      </Link>
      <Link to={paths.list} className={classes.item} aria-label={t('nav.opportunities')} title={t('nav.opportunities')} activeOptions={{ exact: true, includeSearch: false }} data-to="list">
        <IconList size={17} stroke={1.75} aria-hidden />
        <span>{t('nav.opportunities')}</span>
      </Link>
      <Bell className={classes.item} />
      <Suspense>
        <WorkRing className={classes.item} />
      </Suspense>
      <UserMenu session={session} className={classes.me} />
    </nav>
  );
}
