/** One thing that happened: the sentence, what belongs to it, exactly when, and why. */
import { useTranslation } from 'react-i18next';
import { contentAddress, type TimelineEvent } from '@/api/belongings';
import { safeLink } from '@/lib/links';
import { IconArrowBackUp, IconArrowRight, IconCheckbox, IconCircleCheck, IconFlag3, IconNote, IconPaperclip, IconPencil, IconTrash, IconUser } from '@/ui/icons';
import { LinkedText } from '@/ui/LinkedText';
import { Tag } from '@/ui/Tag';
import { Changes } from './Changes';
import { Exactly } from './Exactly';
import { useEventWords } from './useEventWords';
import { Why } from './Why';
import classes from './Timeline.module.css';

interface Props {
  event: TimelineEvent;
  currency: string;
}

const icons = { moves: IconArrowRight, fields: IconPencil, notes: IconNote, files: IconPaperclip, criteria: IconCircleCheck, people: IconUser, actions: IconCheckbox, record: IconTrash };

function Sign({ event: { group, move } }: { event: TimelineEvent }) {
  const isBack = move !== null && ['back', 'undo'].includes(move.move_kind);
  const isEnd = move !== null && ['close', 'correct'].includes(move.move_kind);
  const forward = isEnd ? IconFlag3 : icons[group ?? 'record'];
  const Icon = isBack ? IconArrowBackUp : forward;
  return <span className={classes.sign} data-group={group} data-back={isBack}><Icon size={14} className={group === 'moves' ? 'flip' : undefined} aria-hidden /></span>;
}

function Said({ event }: { event: TimelineEvent }) {
  const { t } = useTranslation();
  // Why the machine ended an activity is no one's word; what led to it stands under "Why?".
  const reason = event.kind === 'activity.cancelled' && event.cause_id !== null ? null : event.facts.reason;
  const said = [event.move?.reason, event.move?.note, reason, event.facts.note, event.facts.outcome_note].filter((text) => typeof text === 'string' && text !== '');
  const { evidence } = event.facts;
  const link = typeof evidence === 'string' ? safeLink(evidence) : null;
  return (
    <>
      {said.length > 0 && <p className={classes.quote} dir="auto">{said.map((text) => t('history.quote', { text })).join(' ')}</p>}
      {typeof evidence === 'string' && <p className={classes.quote}>{link === null ? evidence : <a href={link} target="_blank" rel="noreferrer">{evidence}</a>}</p>}
    </>
  );
}

export function EventRow({ event, currency }: Props) {
  const { t } = useTranslation();
  const sentence = useEventWords(currency)(event);
  const { note, file, move, kind } = event;
  const isOfMove = event.group === 'moves' && kind !== 'opportunity.created';
  const isSurprising = event.cause_id !== null || event.batch !== null || ['mass', 'import', 'system', 'undo'].includes(event.channel);
  return (
    <li className={classes.row}>
      <Sign event={event} />
      <div className={classes.words}>
        <p className={classes.sentence}>
          <span dir="auto">{sentence}</span> <span className={classes.channel}>{t('timeline.through', { channel: event.channel })}</span>
          {move !== null && move.gaps > 0 && <Tag tone={move.is_overridden ? 'late' : 'soon'}>{t(move.is_overridden ? 'history.overrode' : 'history.gaps', { count: move.gaps })}</Tag>}
        </p>
        <Said event={event} />
        {event.group !== 'people' && <Changes event={event} currency={currency} />}
        {note !== null && note.body !== null && kind !== 'note.removed' && <div className={classes.note}><LinkedText text={note.body} /></div>}
        {file !== null && file.name !== null && (
          <p>
            <a href={contentAddress(file.id)} download={file.name}><bdi>{file.name}</bdi></a> {file.label !== null && <Tag tone="primary">{file.label}</Tag>}
          </p>
        )}
        {(isOfMove || isSurprising) && <Why eventId={event.id} about={sentence} currency={currency} />}
      </div>
      <Exactly at={event.at} isEstimated={move?.is_estimated ?? false} />
    </li>
  );
}
