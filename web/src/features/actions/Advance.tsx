/** All of the stage is done: where the deal can go now, or what holds it back. */
import { useTranslation } from 'react-i18next';
import type { Agenda } from '@/api/agenda';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import { IconBolt, IconCircleCheck } from '@/ui/icons';
import classes from './Actions.module.css';

interface Props {
  advance: NonNullable<Agenda['advance']>;
  mayMove: boolean;
  onMove: (stageId: number) => void;
}

export function Advance({ advance: { stage, missing }, mayMove, onMove }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = new Intl.ListFormat(formats.locale, { type: 'conjunction' }).format(missing.map(({ name }) => name));
  const isHeld = missing.length > 0;
  const sentence = isHeld ? t('advance.except', { names }) : t(stage === null ? 'advance.close' : 'advance.done');
  return (
    <p className={classes.advance} data-held={isHeld} role="status">
      {isHeld ? <IconBolt size={16} aria-hidden /> : <IconCircleCheck size={16} aria-hidden />}
      {sentence}
      {mayMove && stage !== null && <Button variant="default" size="compact-sm" onClick={() => onMove(stage.id)}>{t('advance.move', { stage: stage.name })}</Button>}
    </p>
  );
}
