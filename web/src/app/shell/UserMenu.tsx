/** The user block; its menu comes when it is asked for. */
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/api/types';
import { later } from '@/lib/later';
import { Avatar } from '@/ui/Avatar';
import { Hidden } from '@/ui/Hidden';
import { IconChevronUp } from '@/ui/icons';
import { usePopup } from '@/ui/popup';
import classes from './UserMenu.module.css';

const UserMenuList = later(async () => (await import('./UserMenuList')).UserMenuList);

export function UserMenu({ session, className }: { session: Session; className: string | undefined }) {
  const { t } = useTranslation();
  const { place, close, button } = usePopup('menu');
  return (
    <div className={className}>
      <button type="button" className={classes.block} {...button}>
        <Hidden>{t('nav.you', { name: session.user.name })}</Hidden>
        <Avatar person={session.user} size="medium" />
        <span className={classes.name} aria-hidden>{session.user.name}</span>
        <IconChevronUp size={15} aria-hidden />
      </button>
      <Suspense>{place !== null && <UserMenuList at={place} onClose={close} />}</Suspense>
    </div>
  );
}
