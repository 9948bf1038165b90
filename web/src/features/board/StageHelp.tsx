/** The question mark of a column; what the stage means comes when it is asked for. */
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/api/types';
import { later } from '@/lib/later';
import { ActionIcon } from '@/ui/controls';
import { IconHelp } from '@/ui/icons';
import { usePopup } from '@/ui/popup';
import classes from './ColumnHead.module.css';

const StageGuide = later(async () => (await import('./StageGuide')).StageGuide);

export function StageHelp({ processId, stage }: { processId: number; stage: Column['stage'] }) {
  const { t } = useTranslation();
  const { place, close, button } = usePopup('dialog');
  return (
    <>
      <ActionIcon className={classes.help} variant="subtle" size={24} aria-label={t('panel.name', { stage: stage.name })} {...button}>
        <IconHelp size={15} aria-hidden />
      </ActionIcon>
      <Suspense>{place !== null && <StageGuide at={place} processId={processId} stage={stage} onClose={close} />}</Suspense>
    </>
  );
}
