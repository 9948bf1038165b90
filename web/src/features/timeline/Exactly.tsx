/** When it was: in words, and to the second on hover and to a screen reader. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '@/lib/formats';
import { Hidden } from '@/ui/Hidden';
import classes from './Timeline.module.css';

export function Exactly({ at, isEstimated = false }: { at: string; isEstimated?: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const exactly = formats.exactly(at);
  return (
    <time className={classes.time} dir="auto" dateTime={at} title={exactly}>
      {formats.instant(at)}
      <Hidden>{` ${exactly}`}</Hidden>
      {isEstimated && ` (${t('history.estimated')})`}
    </time>
  );
}
