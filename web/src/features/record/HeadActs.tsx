/** Lost, Won and Complete stage; `m` completes. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { optionsQuery } from '@/api/queries';
import type { MoveOption, OpportunityRecord } from '@/api/types';
import { isPlainKey } from '@/lib/keyboard';
import { Button } from '@/ui/controls';
import { IconFlag3, IconX } from '@/ui/icons';
import classes from './RecordHead.module.css';

/** A deal is lost when it has come far enough for that, and disqualified before. */
function givingUp(options: readonly MoveOption[]): MoveOption | undefined {
  const possible = options.filter(({ stage, verdict, missing }) => {
    const isReached = missing.every(({ kind }) => kind !== 'furthest_stage');
    return (stage.type === 'lost' || stage.type === 'disqualified') && verdict !== 'refused' && isReached;
  });
  return possible.find(({ stage }) => stage.type === 'lost') ?? possible[0];
}

export function HeadActs({ record, onMove }: { record: OpportunityRecord; onMove: (stageId: number) => void }) {
  const { t } = useTranslation();
  const { data: plan } = useQuery(optionsQuery(record.id));
  const options = plan?.options ?? [];
  const next = options.find(({ stage }) => stage.type === 'open' && stage.position > record.stage.position);
  const won = options.find(({ stage, verdict }) => stage.type === 'won' && verdict !== 'refused');
  const lost = givingUp(options);
  const completes = record.may.move ? (next ?? won)?.stage.id : undefined;
  useEffect(() => {
    if (completes === undefined) return undefined;
    const press = (event: KeyboardEvent) => {
      if (!isPlainKey(event, 'm') || document.querySelector('[role="dialog"]') !== null) return;
      event.preventDefault();
      onMove(completes);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [completes, onMove]);
  if (!record.may.move) return null;
  return (
    <div className={classes.acts}>
      {record.may.close && lost && (
        <Button variant="default" leftSection={<IconX size={15} aria-hidden />} onClick={() => onMove(lost.stage.id)}>
          {t(lost.stage.type === 'lost' ? 'record.lost' : 'record.disqualified')}
        </Button>
      )}
      {record.may.close && won && next && (
        <Button variant="default" leftSection={<IconFlag3 size={15} aria-hidden />} onClick={() => onMove(won.stage.id)}>{t('record.won')}</Button>
      )}
      {completes !== undefined && (
        <Button rightSection={<kbd className={classes.key} aria-hidden>{'M'}</kbd>} aria-keyshortcuts="m" onClick={() => onMove(completes)}>
          {t(next ? 'record.complete' : 'record.won')}
        </Button>
      )}
    </div>
  );
}
