/** The frame around every screen: navigation, content, messages, and what listens in the background. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { Suspense, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '@/api/queries';
import { FormatsContext, makeFormats } from '@/lib/formats';
import { fetchLater, later } from '@/lib/later';
import { localeOf } from '@/lib/language';
import { useStore } from '@/lib/store';
import { LiveRegions } from '@/ui/LiveRegions';
import { Toasts } from '@/ui/Toasts';
import { ConnectionBar } from './ConnectionBar';
import { Navigation } from './Navigation';
import { sessionEnded } from '../queries';
import { useLive } from './useLive';
import { useThemeOnPage } from './useThemeOnPage';
import { useUndoKey } from './useUndoKey';
import classes from './Shell.module.css';

const SessionEnded = later(async () => (await import('./SessionEnded')).SessionEnded);

export function Shell() {
  const { t, i18n } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { zone, currency } = session.organisation;
  const formats = useMemo(() => makeFormats(localeOf(i18n.language), zone, currency), [i18n.language, zone, currency]);
  const isEnded = useStore(sessionEnded);
  useLive(session.user.id);
  useUndoKey();
  useThemeOnPage();
  useEffect(fetchLater, []);
  return (
    <FormatsContext value={formats}>
      <div className={classes.frame}>
        <a className={classes.skip} href="#content">{t('page.skip')}</a>
        <Navigation session={session} />
        <main id="content" className={classes.content} tabIndex={-1}>
          <ConnectionBar />
          <Outlet />
        </main>
        <Toasts label={t('page.messages')} closeLabel={t('page.close')} />
        <LiveRegions />
        {isEnded && (
          <Suspense>
            <SessionEnded />
          </Suspense>
        )}
      </div>
    </FormatsContext>
  );
}
