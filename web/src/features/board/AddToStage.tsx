/** The plus at the foot of a column; the line to fill in comes when it is asked for. */
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRight } from '@/api/useRight';
import type { Column } from '@/api/types';
import { later } from '@/lib/later';
import { IconPlus } from '@/ui/icons';
import classes from './Board.module.css';

const AddHere = later(async () => (await import('./AddHere')).AddHere);

export function AddToStage({ processId, stage }: { processId: number; stage: Column['stage'] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const mayAdd = useRight('create_opportunities');
  if (!mayAdd) return null;
  if (isOpen) {
    return (
      <Suspense>
        <AddHere processId={processId} stage={stage} onClose={() => setOpen(false)} />
      </Suspense>
    );
  }
  return (
    <li>
      <button type="button" className={classes.add} data-add={stage.id} aria-label={t('board.addHere', { stage: stage.name })} onClick={() => setOpen(true)}>
        <IconPlus size={15} aria-hidden />
      </button>
    </li>
  );
}
