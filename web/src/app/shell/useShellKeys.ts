/** The keys that hold on every screen. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useHasDay } from '@/api/useHasDay';
import { useHasGoals } from '@/api/useHasGoals';
import { useRight } from '@/api/useRight';
import { openPalette, overlay } from '@/features/palette/opening';
import { paths } from '@/lib/paths';
import { listenToKeys, useShortcuts } from '@/lib/shortcuts';
import { newestUndo } from '@/lib/undoing';
import { goToRegion } from './regions';
import { useRail } from './useRail';

/** Opens the quick add over the board one looks at, or over one's own. */
export function useNew(): (() => void) | undefined {
  const navigate = useNavigate();
  const { processId } = useParams({ strict: false });
  const mayAdd = useRight('create_opportunities');
  if (!mayAdd) return undefined;
  return () => {
    if (processId === undefined) void navigate({ to: paths.anyBoard, search: { new: true } });
    else void navigate({ from: paths.board, to: paths.board, params: { processId }, search: { new: true } });
  };
}

export function useShellKeys(): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const add = useNew();
  const { toggle } = useRail();
  const hasDay = useHasDay();
  const hasGoals = useHasGoals();
  useLayoutEffect(listenToKeys, []);
  useShortcuts(t('keys.everywhere'), [
    { keys: 'mod+k', label: t('keys.palette'), run: openPalette, isAnywhere: true },
    { keys: '/', label: t('keys.search'), run: openPalette },
    ...(add === undefined ? [] : [{ keys: 'c', label: t('board.new'), run: add }]),
    { keys: 'mod+z', label: t('keys.undo'), run: () => newestUndo(new Date())?.undo() },
    { keys: '[', label: t('keys.rail'), run: toggle },
    { keys: 'F6', label: t('keys.nextRegion'), run: () => goToRegion(1), isAnywhere: true },
    { keys: 'shift+F6', label: t('keys.regionBefore'), run: () => goToRegion(-1), isAnywhere: true },
    { keys: '?', label: t('keys.title'), run: () => overlay.set('keys') },
  ]);
  useShortcuts(t('palette.goTo'), [
    ...(hasDay ? [{ keys: 'g d', label: t('nav.day'), run: () => void navigate({ to: paths.day }) }] : []),
    { keys: 'g b', label: t('nav.board'), run: () => void navigate({ to: paths.anyBoard }) },
    { keys: 'g o', label: t('nav.opportunities'), run: () => void navigate({ to: paths.list }) },
    { keys: 'g x', label: t('nav.outbox'), run: () => void navigate({ to: paths.outbox }) },
    { keys: 'g a', label: t('nav.calendar'), run: () => void navigate({ to: paths.calendarHome }) },
    ...(hasGoals ? [{ keys: 'g l', label: t('nav.goals'), run: () => void navigate({ to: paths.goals }) }] : []),
    { keys: 'g s', label: t('nav.settings'), run: () => void navigate({ to: paths.account }) },
  ]);
}
