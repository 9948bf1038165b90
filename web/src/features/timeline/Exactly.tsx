/** When it was: in words, and to the second on hover, on focus and to a screen reader. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '@/lib/formats';
import { Tooltip } from '@/ui/controls';
import { Hidden } from '@/ui/Hidden';
import classes from './Timeline.module.css';

export function Exactly({ at, isEstimated = false }: { at: string; isEstimated?: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const exactly = formats.exactly(at);
  return (
    <Tooltip label={exactly} events={{ hover: true, focus: true, touch: true }} withArrow>
      <button type="button" className={classes.time}>
        <time dateTime={at}>{formats.instant(at)}</time>
        <Hidden>{exactly}</Hidden>
        {isEstimated && ` (${t('history.estimated')})`}
      </button>
    </Tooltip>
  );
}
