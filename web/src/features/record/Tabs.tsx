/** The three ways to look back at a deal: its moves, everything that happened, what was written down and kept. */
import { Suspense, useLayoutEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRight } from '@/api/useRight';
import { isTyping } from '@/lib/keyboard';
import { tabNames, type TabName } from '@/lib/tabs';
import { Skeleton, TabStrip } from '@/ui/controls';
import classes from './Tabs.module.css';

interface Props {
  /** The one that the address names; without it managers see the moves, and all others what happened. */
  chosen: TabName | null;
  onChoose: (tab: TabName) => void;
  panels: Record<TabName, ReactNode>;
}

export function Tabs({ chosen, onChoose, panels }: Props) {
  const { t } = useTranslation();
  const isManager = useRight('move_back_restricted');
  const shown = chosen ?? (isManager ? 'history' : 'timeline');
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const tab = event.altKey && !event.ctrlKey && !event.metaKey && !isTyping(event.target) ? tabNames[Number(event.key) - 1] : undefined;
      if (tab === undefined) return;
      event.preventDefault();
      onChoose(tab);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [onChoose]);
  return (
    <TabStrip value={shown} keepMounted={false} onChange={(value) => onChoose(tabNames.find((tab) => tab === value) ?? 'history')}>
      <TabStrip.List className={classes.list} aria-label={t('tabs.label')}>
        {tabNames.map((tab, place) => (
          <TabStrip.Tab key={tab} value={tab} className={classes.tab} aria-keyshortcuts={`Alt+${place + 1}`}>{t(`tabs.${tab}`)}</TabStrip.Tab>
        ))}
      </TabStrip.List>
      {tabNames.map((tab) => (
        <TabStrip.Panel key={tab} value={tab} className={classes.panel}>
          <Suspense fallback={<Skeleton height={160} />}>{panels[tab]}</Suspense>
        </TabStrip.Panel>
      ))}
    </TabStrip>
  );
}
