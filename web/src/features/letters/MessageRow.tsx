/** One message of the outbox: to whom, about which deal, where it stands, and what can be done with it. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/letters';
import { letterTone, useLetterWords } from '@/api/useLetterWords';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { Button } from '@/ui/controls';
import { IconMail } from '@/ui/icons';
import { Tag } from '@/ui/Tag';
import { Deciding } from './Deciding';
import classes from './Letters.module.css';

export function MessageRow({ message, onRead }: { message: Message; onRead: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useLetterWords();
  const { id, subject, state, opportunity, sender, tries, may_decide: mayDecide } = message;
  const names = { name: subject, who: message.to_name };
  const about = words.about(message);
  const at = message.ended_at ?? message.created_at;
  return (
    <li className={classes.row}>
      <IconMail size={16} aria-hidden />
      <div className={classes.words}>
        <p className={classes.name}>
          <bdi>{t('letter.toWhom', names)}</bdi>
          <Tag tone={letterTone(state)}>{words.state(message)}</Tag>
        </p>
        <p className={classes.facts}>
          {opportunity !== null && <Link to={paths.record} params={{ opportunityId: opportunity.id }}><bdi>{opportunity.name}</bdi></Link>}
          <bdi>{message.to_address}</bdi>
          <span>{t('outbox.by', { who: sender.name })}</span>
          <time dateTime={at} title={formats.exactly(at)}>{formats.instant(at)}</time>
          {tries > 0 && state !== 'sent' && <span>{t('outbox.tries', { count: tries })}</span>}
        </p>
        {about !== '' && <p className={state === 'failed' ? classes.wrong : classes.help}>{about}</p>}
      </div>
      <div className={classes.acts}>
        <Button variant="default" size="compact-sm" aria-label={t('outbox.readName', names)} onClick={onRead}>{t('outbox.read')}</Button>
        {mayDecide && <Deciding message={{ id, opportunityId: opportunity?.id ?? null, ...names, state }} />}
      </div>
    </li>
  );
}
