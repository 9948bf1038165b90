/** Warns before a session ends, and prolongs it where that is possible; where it is not, one signs in anew. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '@/api/queries';
import { announceNow } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { Button, Modal } from '@/ui/controls';
import { sessionEnded, sessionEnding } from '../queries';
import classes from './SessionEnding.module.css';

function close() {
  sessionEnding.set(false);
}

export function SessionEnding() {
  const { t } = useTranslation();
  const formats = useFormats();
  const queries = useQueryClient();
  const endsAt = queries.getQueryData(sessionQuery.queryKey)?.ends_at ?? null;
  const sentence = t('signIn.ending', { time: endsAt === null ? '' : formats.time(new Date(endsAt)) });
  useEffect(() => announceNow(sentence), [sentence]);
  const prolong = async () => {
    const { ends_at: now } = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    close();
    // The longest a session may last is reached.
    if (now === endsAt) sessionEnded.set(true);
  };
  return (
    <Modal opened onClose={close} title={t('signIn.endingTitle')} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <p className={classes.words}>{sentence}</p>
      <div className={classes.acts}>
        <Button variant="default" onClick={close}>{t('signIn.let')}</Button>
        <Button data-autofocus onClick={() => void prolong()}>{t('signIn.prolong')}</Button>
      </div>
    </Modal>
  );
}
