/** A message as it goes out. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { messageQuery } from '@/api/letters';
import { asProblem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { letterTone, useLetterWords } from '@/api/useLetterWords';
import { Button, Modal, Skeleton } from '@/ui/controls';
import { Tag } from '@/ui/Tag';
import { Deciding } from './Deciding';
import classes from './Letters.module.css';

export function MessageDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useLetterWords();
  const { data: message, error } = useQuery(messageQuery(id));
  const about = message === undefined ? '' : words.about(message);
  return (
    <Modal opened onClose={onClose} size={680} title={message?.subject ?? t('outbox.title')} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={classes.reading}>
        {error !== null && <p className={classes.wrong} role="alert">{refusalSentence(asProblem(error))}</p>}
        {message === undefined && error === null && <Skeleton height={260} />}
        {message !== undefined && (
          <>
            <p className={classes.name}>
              <bdi>{[message.to_name, message.to_address].join(', ')}</bdi>
              <Tag tone={letterTone(message.state)}>{words.state(message)}</Tag>
            </p>
            {about !== '' && <p className={message.state === 'failed' ? classes.wrong : classes.help}>{about}</p>}
            <iframe className={classes.paper} title={t('letter.preview')} sandbox="" srcDoc={message.html} />
            {message.may_decide && <Deciding message={{ id, opportunityId: message.opportunity?.id ?? null, name: message.subject, who: message.to_name, state: message.state }} onDone={onClose} />}
          </>
        )}
        <div className={classes.acts}>
          <Button variant="default" onClick={onClose}>{t('page.close')}</Button>
        </div>
      </div>
    </Modal>
  );
}
