/** The bell: how many are unread; the list comes when it is asked for. */
import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { notificationsQuery } from '@/api/queries';
import { later } from '@/lib/later';
import { unreadCount } from '@/lib/usePageTitle';
import { IconBell } from '@/ui/icons';
import { usePopup } from '@/ui/popup';
import classes from './Bell.module.css';

const BellList = later(async () => (await import('./BellList')).BellList);

export function Bell({ className }: { className: string | undefined }) {
  const { t } = useTranslation();
  const { data } = useQuery(notificationsQuery);
  const { place, close, button } = usePopup('dialog');
  const unread = data?.unread_count ?? 0;
  useEffect(() => unreadCount.set(unread), [unread]);
  return (
    <>
      <button type="button" className={className} aria-label={t('bell.name', { count: unread })} {...button}>
        <IconBell size={17} stroke={1.75} aria-hidden />
        <span>{t('bell.title')}</span>
        {unread > 0 && <b className={classes.count} aria-hidden>{` ${unread}`}</b>}
      </button>
      <Suspense>{place !== null && <BellList at={place} items={data?.items ?? []} unread={unread} onClose={close} />}</Suspense>
    </>
  );
}
