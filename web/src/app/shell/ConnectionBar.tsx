/** Says when what stands here is from, as long as the connection is gone. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announceNow } from '@/lib/announcing';
import { connection } from '@/lib/connection';
import { useFormats } from '@/lib/formats';
import { useStore } from '@/lib/store';
import classes from './ConnectionBar.module.css';

// A stream that reopens within moments is no news to anybody.
const GRACE_MS = 2500;

export function ConnectionBar() {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useStore(connection);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (now.state !== 'lost') return undefined;
    const timer = setTimeout(() => {
      setLong(true);
      announceNow(t('connection.lost', { time: formats.time(now.since) }));
    }, GRACE_MS);
    return () => {
      clearTimeout(timer);
      setTimeout(() => setLong(false), GRACE_MS);
    };
  }, [now, t, formats]);
  if (!isLong || now.state === 'live') return null;
  const sentence = now.state === 'lost' ? t('connection.lost', { time: formats.time(now.since) }) : t('connection.back');
  return (
    <div className={classes.bar} data-state={now.state}>
      {sentence}
    </div>
  );
}
