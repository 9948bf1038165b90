/** Says when what stands here is from, as long as the connection is gone. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { announceNow } from '@/lib/announcing';
import { connection, useOffline } from '@/lib/connection';
import { useFormats } from '@/lib/formats';
import { useStore } from '@/lib/store';
import classes from './ConnectionBar.module.css';

export function ConnectionBar() {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useStore(connection);
  const isOffline = useOffline();
  const sentence = now.state === 'lost' ? t('connection.lost', { time: formats.time(now.since) }) : t('connection.back');
  const isShown = isOffline || now.state === 'back';
  useEffect(() => {
    if (isShown) announceNow(sentence);
  }, [isShown, sentence]);
  if (!isShown) return null;
  return (
    <div className={classes.bar} data-state={now.state}>
      {sentence}
    </div>
  );
}
