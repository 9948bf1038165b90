/** The frame around every screen: navigation, content, messages, and what listens in the background. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '@/api/queries';
import { FormatsContext, makeFormats } from '@/lib/formats';
import { fetchLater } from '@/lib/later';
import { localeOf } from '@/lib/language';
import { LiveRegions } from '@/ui/LiveRegions';
import { Toasts } from '@/ui/Toasts';
import { ConnectionBar } from './ConnectionBar';
import { Navigation } from './Navigation';
import { Overlays } from './Overlays';
import { useChosenLook } from './useChosenLook';
import { useLive } from './useLive';
import { useRecent } from './useRecent';
import { useSessionEnd } from './useSessionEnd';
import { useShellKeys } from './useShellKeys';
import classes from './Shell.module.css';

export function Shell() {
  const { t, i18n } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { currency } = session.organisation;
  const zone = session.user.zone ?? session.organisation.zone;
  const formats = useMemo(() => makeFormats(localeOf(i18n.language), zone, currency), [i18n.language, zone, currency]);
  useLive(session);
  useRecent(session.user.id);
  useSessionEnd();
  useShellKeys();
  useChosenLook(session.user);
  useEffect(fetchLater, []);
  return (
    <FormatsContext value={formats}>
      <div className={classes.frame} data-rail={session.user.preferences.folds_navigation}>
        <a className={classes.skip} href="#content">{t('page.skip')}</a>
        <Navigation session={session} />
        <main id="content" className={classes.content} tabIndex={-1}>
          <ConnectionBar />
          <Outlet />
        </main>
        <Toasts label={t('page.messages')} closeLabel={t('page.close')} />
        <LiveRegions />
        <Overlays />
      </div>
    </FormatsContext>
  );
}
