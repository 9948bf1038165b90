/** The bar of what can be done with all that is selected: at the bottom centre for as long as something is. */
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRight } from '@/api/useRight';
import { announce } from '@/lib/announcing';
import { later } from '@/lib/later';
import { clearSelection, useSelection, wish, type BulkAct } from '@/lib/selection';
import { ActionIcon } from '@/ui/controls';
import { IconX } from '@/ui/icons';
import { SelectAll, type Matching } from './SelectAll';
import classes from './BulkBar.module.css';

const BulkSheet = later(async () => (await import('./BulkSheet')).BulkSheet);

interface Props {
  /** As the screen names itself to `useSelecting`. */
  screen: string;
  /** The process whose stages are offered; without one the person chooses it. */
  processId?: number | null;
  /** What the screen shows, of which all can be selected. */
  matching?: Matching;
}

function useActs(): BulkAct[] {
  const may = {
    move: useRight('mass_move'),
    close: useRight('close_opportunities'),
    owner: useRight('mass_assign'),
    edit: useRight('edit_opportunities'),
  };
  const acts: [BulkAct, boolean][] = [
    ['move', may.move],
    ['close', may.move && may.close],
    ['owner', may.owner],
    ['closeDate', may.edit],
    ['fields', may.edit],
  ];
  return acts.filter(([, isAllowed]) => isAllowed).map(([act]) => act);
}

export function BulkBar({ screen, processId = null, matching }: Props) {
  const { t } = useTranslation();
  const { items, wish: wanted } = useSelection(screen);
  const acts = useActs();
  const count = items.size;
  useEffect(() => announce(t('bulk.selected', { count })), [t, count]);
  if (count === 0 && wanted === null) return null;
  const close = () => {
    const [first] = items.keys();
    wish(screen, null);
    // What had the focus may have moved along with its deal.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.querySelector<HTMLElement>(`[data-card="${first}"], [data-card]`)?.focus();
    });
  };
  return (
    <>
      {count > 0 && (
        <section className={classes.bar} aria-label={t('bulk.name')}>
          <b className={classes.count}>{t('bulk.selected', { count })}</b>
          {matching !== undefined && <SelectAll screen={screen} selected={count} matching={matching} />}
          <span className={classes.acts}>
            {acts.map((act) => (
              <button key={act} type="button" className={classes.act} aria-keyshortcuts={act === 'move' ? 'm' : undefined} onClick={() => wish(screen, { act })}>
                {t(`bulk.act.${act}`)}
              </button>
            ))}
          </span>
          <ActionIcon variant="subtle" size={28} className={classes.clear} aria-label={t('bulk.clear')} aria-keyshortcuts="Escape" onClick={() => clearSelection(screen)}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </section>
      )}
      <Suspense>
        {wanted !== null && wanted.act !== 'export' && (
          <BulkSheet screen={screen} act={wanted.act} stageId={wanted.stageId ?? null} processId={processId} onClose={close} />
        )}
      </Suspense>
    </>
  );
}
