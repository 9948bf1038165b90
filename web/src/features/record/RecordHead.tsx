/** The head of a record: the way back, its name and facts, what needs attention, and the acts. */
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
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
import classes from './RecordHead.module.css';

const Asked = lazy(async () => ({ default: (await import('./Asked')).Asked }));

interface Props {
  record: OpportunityRecord;
  onMove: (stageId: number) => void;
  onEdit: () => void;
  onGone: () => void;
}

export function RecordHead({ record, onMove, onEdit, onGone }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Ask | null>(null);
  const isThere = record.deleted_at === null;
  useKeys({
    e: record.may.edit ? onEdit : undefined,
    o: record.may.assign ? () => setAsked('owner') : undefined,
    y: record.may.move ? () => setAsked('why') : undefined,
  });
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
          <Asked ask={asked} record={record} onMove={onMove} onClose={() => setAsked(null)} onGone={onGone} />
        </Suspense>
      )}
    </header>
  );
}
