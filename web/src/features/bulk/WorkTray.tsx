/** The tray: what runs now with its progress, and what ran lately with the way to its results. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRunning, type Batch } from '@/api/batches';
import { useFormats } from '@/lib/formats';
import { Popover } from '@/ui/controls';
import { At } from '@/ui/popup';
import { batchFacts } from './batchFacts';
import { ResultSheet } from './BulkSheet';
import { WorkProgress } from './WorkProgress';
import classes from './Work.module.css';

interface Props {
  at: HTMLElement;
  batches: readonly Batch[];
  onClose: () => void;
}

export function WorkTray({ at, batches, onClose }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [opened, setOpened] = useState<number | null>(null);
  const open = batches.find(({ id }) => id === opened);
  if (open !== undefined) return <ResultSheet batch={open} onClose={onClose} />;
  return (
    <Popover opened onChange={onClose} position="right-end" width={360} trapFocus withinPortal>
      <Popover.Target>
        <At element={at} />
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.tray}>
          <h2>{t('work.title')}</h2>
          <ul>
            {batches.map((batch) => (
              <li key={batch.id}>
                <button type="button" className={classes.open} onClick={() => setOpened(batch.id)}>{t(`work.kind.${kindOf(batch)}`, { count: batch.total })}</button>
                {isRunning(batch) ? (
                  <WorkProgress batch={batch} />
                ) : (
                  <span>{t(`work.state.${batch.state}`, batchFacts(batch, formats))}</span>
                )}
                <time dateTime={batch.created_at}>{formats.instant(batch.created_at)}</time>
              </li>
            ))}
          </ul>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

const kinds = ['moves', 'closings', 'assignments', 'edits', 'reversals', 'pushes', 'refillings'] as const;

function kindOf({ kind }: Batch): (typeof kinds)[number] | 'other' {
  return kinds.find((each) => each === kind) ?? 'other';
}
