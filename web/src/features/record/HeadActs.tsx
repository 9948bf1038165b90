/** Lost and Won apart from Complete stage, and the keys of the record. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { optionsQuery } from '@/api/queries';
import type { MoveOption, OpportunityRecord } from '@/api/types';
import { useKeys } from '@/lib/useKeys';
import { Button } from '@/ui/controls';
import { IconFlag3, IconX } from '@/ui/icons';
import { MoveMenu } from './MoveMenu';
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
  const [isChoosing, setChoosing] = useState(false);
  const { data: plan } = useQuery({ ...optionsQuery(record.id), enabled: record.may.move });
  const options = plan?.options ?? [];
  const open = options.filter(({ stage }) => stage.type === 'open');
  const next = open.find(({ stage }) => stage.position > record.stage.position);
  const last = open.findLast(({ stage }) => stage.position < record.stage.position);
  const won = options.find(({ stage, verdict }) => stage.type === 'won' && verdict !== 'refused');
  const lost = givingUp(options);
  const completes = (next ?? won)?.stage.id;
  const mayMove = record.may.move;
  const to = (option: MoveOption | undefined, may: boolean) => (may && option !== undefined ? () => onMove(option.stage.id) : undefined);
  useKeys({
    m: mayMove ? () => setChoosing(true) : undefined,
    '.': to(next ?? won, mayMove),
    ',': to(last, mayMove),
    w: to(won, record.may.close),
    l: to(lost, record.may.close),
  });
  if (!mayMove) return null;
  return (
    <>
      {record.may.close && lost && (
        <Button writes className={classes.outcome} variant="default" leftSection={<IconX size={15} aria-hidden />} aria-keyshortcuts="l" onClick={() => onMove(lost.stage.id)}>
          {t(lost.stage.type === 'lost' ? 'record.lost' : 'record.disqualified')}
        </Button>
      )}
      {record.may.close && won && next && (
        <Button writes className={classes.outcome} variant="default" leftSection={<IconFlag3 size={15} aria-hidden />} aria-keyshortcuts="w" onClick={() => onMove(won.stage.id)}>{t('record.won')}</Button>
      )}
      {completes !== undefined && (
        <Button writes className={classes.first} rightSection={<kbd className={classes.key} aria-hidden>{'.'}</kbd>} aria-keyshortcuts="." onClick={() => onMove(completes)}>
          {t(next ? 'record.complete' : 'record.won')}
        </Button>
      )}
      <MoveMenu record={record} isOpen={isChoosing} onOpen={setChoosing} onMove={onMove} />
    </>
  );
}
