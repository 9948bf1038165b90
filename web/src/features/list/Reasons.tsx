/** What each reason for attention rests on. */
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api/list';
import { watchSentence } from '@/api/watchSentence';
import { useFormats } from '@/lib/formats';
import { Popover } from '@/ui/controls';
import { At } from '@/ui/popup';
import classes from './List.module.css';

export function Reasons({ at, row, onClose }: { at: HTMLElement; row: Row; onClose: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Popover opened onChange={onClose} position="bottom-end" width={320} trapFocus returnFocus withinPortal shadow="md">
      <Popover.Target>
        <At element={at} />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('card.attention', { name: row.name })}>
        <div className={classes.evidence} data-autofocus tabIndex={-1}>
          <h3>{t('watch.title')}</h3>
          <ul>
            {row.watches.map((watch) => (
              <li key={watch.kind}>
                {watchSentence(t, formats, watch, row.stage.name)}
                {watch.since && <time dateTime={watch.since}>{formats.instant(watch.since)}</time>}
              </li>
            ))}
          </ul>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
