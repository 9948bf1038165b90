/** What became of a goal that was set for several: created, skipped or refused, one by one. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { whyRefused, type SetFor } from '@/api/settingTargets';
import type { TargetsSet } from '@/api/targets';
import { Tag, type Tone } from '@/ui/Tag';
import classes from './AddGoal.module.css';

const tones: Record<SetFor['result'], Tone> = { created: 'won', skipped: 'plain', refused: 'late' };

function facts({ items }: TargetsSet) {
  const count = (result: SetFor['result']) => items.filter((item) => item.result === result).length;
  return { created: count('created'), skipped: count('skipped'), refused: count('refused') };
}

export function useResultSentence(): (answer: TargetsSet) => string {
  const { t } = useTranslation();
  return (answer) => t('newGoal.result', facts(answer));
}

interface Props {
  answer: TargetsSet;
  people: readonly { id: number; name: string }[];
  figure: (number: number) => string;
}

export function SetResult({ answer, people, figure }: Props) {
  const { t } = useTranslation();
  const sentence = useResultSentence();
  const lead = useRef<HTMLParagraphElement>(null);
  // The button that was pressed has gone; a key that is still held down must not press another.
  useEffect(() => lead.current?.focus(), []);
  const why = (item: SetFor) => (item.result === 'skipped' ? t('newGoal.hasIt') : whyRefused(item));
  return (
    <>
      <p ref={lead} tabIndex={-1} className={classes.lead}>{sentence(answer)}</p>
      <ul className={classes.results}>
        {answer.items.map((item) => (
          <li key={item.user_id} className={classes.result}>
            <div>
              <bdi>{people.find(({ id }) => id === item.user_id)?.name ?? t('newGoal.somebody')}</bdi>
              <p className={classes.help}>{item.result === 'created' && item.number !== null ? figure(item.number) : why(item)}</p>
            </div>
            <Tag tone={tones[item.result]}>{t(`newGoal.results.${item.result}`)}</Tag>
          </li>
        ))}
      </ul>
    </>
  );
}
