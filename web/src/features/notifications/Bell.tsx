/** The bell: how many are unread, and the list with each one's deal. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { readAllNotifications, readNotification } from '@/api/acts';
import { notificationsQuery } from '@/api/queries';
import type { Notification } from '@/api/types';
import { useAct } from '@/api/useAct';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { Button, Popover } from '@/ui/controls';
import { IconBell } from '@/ui/icons';
import { notificationSentence } from './sentence';
import classes from './Bell.module.css';

function Entry({ notification }: { notification: Notification }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const read = useAct(readNotification);
  const sentence = notificationSentence(t, notification);
  const open = () => {
    if (notification.read_at === null) read.mutate({ id: notification.id });
  };
  return (
    <li className={classes.entry} data-unread={notification.read_at === null}>
      {notification.opportunity ? (
        <Link to={paths.record} params={{ opportunityId: notification.opportunity.id }} onClick={open}>{sentence}</Link>
      ) : (
        <span>{sentence}</span>
      )}
      <time dateTime={notification.at} title={formats.exactly(notification.at)}>{formats.instant(notification.at)}</time>
    </li>
  );
}

function List({ items, unread }: { items: readonly Notification[]; unread: number }) {
  const { t } = useTranslation();
  const readAll = useAct(readAllNotifications);
  return (
    <div className={classes.list}>
      <div className={classes.head}>
        <h2>{t('bell.title')}</h2>
        {unread > 0 && <Button size="compact-xs" variant="subtle" onClick={() => readAll.mutate(undefined)}>{t('bell.readAll')}</Button>}
      </div>
      {items.length === 0 ? <p>{t('bell.empty')}</p> : <ul>{items.map((item) => <Entry key={item.id} notification={item} />)}</ul>}
    </div>
  );
}

export function Bell({ className }: { className: string | undefined }) {
  const { t } = useTranslation();
  const { data } = useQuery(notificationsQuery);
  const unread = data?.unread_count ?? 0;
  return (
    <Popover position="right-start" width={340} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <button type="button" className={className} aria-label={t('bell.name', { count: unread })}>
          <IconBell size={17} stroke={1.75} aria-hidden />
          <span>{t('bell.title')}</span>
          {unread > 0 && <b className={classes.count}>{unread}</b>}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <List items={data?.items ?? []} unread={unread} />
      </Popover.Dropdown>
    </Popover>
  );
}
