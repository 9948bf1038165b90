/** Which view of the screen is shown, with a dot when it was changed since; the menu chooses, keeps and shares. */
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeView, viewsQuery, type View, type ViewDefinition } from '@/api/list';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { later } from '@/lib/later';
import { Button } from '@/ui/controls';
import { IconSelector } from '@/ui/icons';
import { usePopup } from '@/ui/popup';
import { isSame } from './definition';
import type { Asked } from './ViewDialog';
import type { ReadyChoice } from './ViewList';
import classes from './Views.module.css';

const ViewList = later(async () => (await import('./ViewList')).ViewList);
const ViewDialog = later(async () => (await import('./ViewDialog')).ViewDialog);

interface Props {
  screen: View['screen'];
  processId?: number | null;
  /** The view that was chosen, when somebody kept it, and what the screen shows now. */
  chosen: number | null;
  shown: ViewDefinition;
  /** What the screen shows when no such view was chosen. */
  usual: ViewDefinition;
  /** Views that are there from the beginning, with the one that was chosen. */
  ready?: readonly ReadyChoice[];
  onChoose: (view: View | null) => void;
}

export function ViewMenu({ screen, processId = null, chosen, shown, usual, ready: offered, onChoose }: Props) {
  const { t } = useTranslation();
  const { place, close, button } = usePopup('menu');
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data } = useQuery(viewsQuery(screen));
  const views = (data ?? []).filter((view) => screen === 'list' || view.process_id === null || view.process_id === processId);
  const view = views.find(({ id }) => id === chosen) ?? null;
  const ready = offered ?? [{ key: 'all', name: t('views.allBoard'), isChosen: true, choose: () => onChoose(null) }];
  const current = ready.find(({ isChosen }) => isChosen) ?? ready[0];
  const isChanged = !isSame(shown, view?.definition ?? usual);
  const name = view?.name ?? current?.name ?? '';
  const change = useAct(changeView, { done: (saved) => announce(t('views.saved', { name: saved.name })) });
  return (
    <>
      <button type="button" className={classes.name} aria-label={isChanged ? t('views.unsaved', { name }) : name} {...button}>
        <bdi>{name}</bdi>
        {isChanged && <span className={classes.dot} aria-hidden />}
        <IconSelector size={15} aria-hidden />
      </button>
      {isChanged && view?.may_change === true && (
        <Button variant="default" size="compact-sm" onClick={() => change.mutate({ id: view.id, version: view.version, definition: shown })}>{t('views.save')}</Button>
      )}
      {isChanged && <Button variant="default" size="compact-sm" onClick={() => setAsked({ kind: 'new' })}>{t('views.saveAs')}</Button>}
      {isChanged && <Button variant="subtle" size="compact-sm" onClick={() => (view === null ? current?.choose() : onChoose(view))}>{t('views.reset')}</Button>}
      <Suspense>
        {place !== null && (
          <ViewList
            at={place}
            ready={ready}
            views={views}
            view={view}
            onChoose={onChoose}
            onAsk={setAsked}
            onShare={(shared, isShared) => change.mutate({ id: shared.id, version: shared.version, is_shared: isShared })}
            onClose={close}
          />
        )}
        {asked !== null && <ViewDialog asked={asked} screen={screen} processId={processId} shown={shown} onChoose={onChoose} onClose={() => setAsked(null)} />}
      </Suspense>
    </>
  );
}
