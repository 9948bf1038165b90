/** What a move had with it, and what it went without. */
import { useTranslation } from 'react-i18next';
import { contentAddress, type Causes, type TimelineEvent } from '@/api/belongings';
import { Tag } from '@/ui/Tag';
import { Changes } from './Changes';
import { useEventWords } from './useEventWords';
import classes from './Timeline.module.css';

function Item({ event, currency }: { event: TimelineEvent; currency: string }) {
  const { t } = useTranslation();
  const { file, facts } = event;
  return (
    <li>
      <span dir="auto">{useEventWords(currency)(event)}</span>
      {typeof facts.note === 'string' && <span dir="auto">{t('history.quote', { text: facts.note })}</span>}
      {file !== null && file.name !== null && <a href={contentAddress(file.id)} download={file.name}><bdi>{file.name}</bdi></a>}
    </li>
  );
}

export function Brought({ why, move, currency }: { why: Causes; move: TimelineEvent; currency: string }) {
  const { t } = useTranslation();
  const { came_along: along, gaps } = why;
  if (move.move === null) return null;
  return (
    <div className={classes.brought}>
      {along.length + move.fields.length > 0 && <h4>{t('timeline.along')}</h4>}
      <ul>
        {along.map((event) => (
          <Item key={event.id} event={event} currency={currency} />
        ))}
      </ul>
      <Changes event={move} currency={currency} />
      {gaps.length > 0 && <h4>{t(move.move.is_overridden ? 'timeline.passed' : 'timeline.without', { count: gaps.length })}</h4>}
      <ul>
        {gaps.map(({ name, kind, strength, stage_name: stage }) => (
          <li key={`${stage}:${kind}:${name}`}>
            <span>{t('timeline.gapOf', { name, stage })}</span>
            <Tag tone={strength === 'hard' ? 'late' : 'soon'}>{t(`strength.${strength === 'hard' ? 'hard' : 'soft'}`)}</Tag>
          </li>
        ))}
      </ul>
    </div>
  );
}
