/** What the bell opens: the latest notifications, each with its deal. */
import { Link, linkOptions } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { readAllNotifications, readNotification } from '@/api/acts';
import type { Notification } from '@/api/types';
import { useAct } from '@/api/useAct';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { Button, Popover } from '@/ui/controls';
import { At } from '@/ui/popup';
import { isOfCalendar, notificationSentence } from './sentence';
import { newsSearch, targetNews, useTargetSentence } from './useTargetSentence';
import classes from './Bell.module.css';

/** Where to see more of what is about no deal, or one that may not be seen. */
function placeOf(notification: Notification) {
  const news = targetNews(notification);
  if (news !== null) return linkOptions({ to: paths.goals, search: newsSearch(news) });
  return isOfCalendar(notification) ? linkOptions({ to: paths.day }) : null;
}

function Entry({ notification }: { notification: Notification }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const read = useAct(readNotification);
  const targetSentence = useTargetSentence();
  const news = targetNews(notification);
  const sentence = news === null ? notificationSentence(t, notification) : targetSentence(news);
  const place = placeOf(notification);
  const open = () => {
    if (notification.read_at === null) read.mutate({ id: notification.id });
  };
  return (
    <li className={classes.entry} data-unread={notification.read_at === null}>
      {notification.opportunity !== null && <Link to={paths.record} params={{ opportunityId: notification.opportunity.id }} onClick={open}>{sentence}</Link>}
      {notification.opportunity === null && (place === null ? <span>{sentence}</span> : <Link {...place} onClick={open}>{sentence}</Link>)}
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

interface Props {
  at: HTMLElement;
  items: readonly Notification[];
  unread: number;
  onClose: () => void;
}

export function BellList({ at, items, unread, onClose }: Props) {
  return (
    <Popover opened onChange={onClose} position="right-start" width="min(340px, calc(100vw - 20px))" middlewares={{ flip: { fallbackPlacements: ['top-start', 'bottom-start'] }, shift: true, size: { padding: 8 } }} trapFocus withinPortal>
      <Popover.Target>
        <At element={at} />
      </Popover.Target>
      <Popover.Dropdown>
        <List items={items} unread={unread} />
      </Popover.Dropdown>
    </Popover>
  );
}
