/** The head of a record: the way back, its name and facts, what needs attention, and the acts. */
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { focusHome } from '@/lib/focusHome';
import { useKeys } from '@/lib/useKeys';
import { Button } from '@/ui/controls';
import { IconPencil } from '@/ui/icons';
import { Attention } from './Attention';
import type { Ask } from './asking';
import { Banners } from './Banners';
import { Crumb } from './Crumb';
import { Facts } from './Facts';
import { HeadActs } from './HeadActs';
import { HeadMenu } from './HeadMenu';
import { InlineField } from './InlineField';
import { useRecordKeyList } from './useRecordKeyList';
import classes from './RecordHead.module.css';

const Asked = lazy(async () => ({ default: (await import('./Asked')).Asked }));

interface Props {
  record: OpportunityRecord;
  asksWhy: boolean;
  onAnswered: () => void;
  onMove: (stageId: number) => void;
  onEdit: () => void;
  onGone: () => void;
}

export function RecordHead({ record, asksWhy, onAnswered, onMove, onEdit, onGone }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Ask | null>(asksWhy && record.may.move ? 'why' : null);
  const close = () => {
    setAsked(null);
    if (asksWhy) onAnswered();
    focusHome();
  };
  const isThere = record.deleted_at === null;
  useKeys({
    e: record.may.edit ? onEdit : undefined,
    o: record.may.assign ? () => setAsked('owner') : undefined,
    y: record.may.move ? () => setAsked('why') : undefined,
  });
  useRecordKeyList(record);
  return (
    <header>
      <Crumb record={record} />
      <div className={classes.row}>
        <h1 className={classes.title}>
          <InlineField record={record} field="name" isTitle />
        </h1>
        <div className={classes.acts}>
          {record.may.edit && (
            <Button className={classes.edit} variant="subtle" leftSection={<IconPencil size={15} aria-hidden />} aria-keyshortcuts="e" onClick={onEdit}>{t('record.edit')}</Button>
          )}
          <HeadActs record={record} onMove={onMove} />
          {isThere && <HeadMenu record={record} onEdit={onEdit} onAsk={setAsked} />}
        </div>
      </div>
      <Facts record={record} />
      <Attention record={record} />
      <Banners record={record} onAsk={setAsked} />
      {asked !== null && (
        <Suspense>
          <Asked ask={asked} record={record} onMove={onMove} onClose={close} onGone={onGone} />
        </Suspense>
      )}
    </header>
  );
}
