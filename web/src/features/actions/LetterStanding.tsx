/** Where the letter of an action stands, and what can be done about one that is not out. */
import { useTranslation } from 'react-i18next';
import type { Letter } from '@/api/letters';
import { useDeciding } from '@/api/useDeciding';
import { letterTone, useLetterWords } from '@/api/useLetterWords';
import { Button } from '@/ui/controls';
import { Tag } from '@/ui/Tag';
import classes from './Actions.module.css';

export function LetterStanding({ letter, opportunityId }: { letter: Letter; opportunityId: number }) {
  const { t } = useTranslation();
  const words = useLetterWords();
  const names = { name: letter.template, who: letter.contact.name };
  const { again, drop } = useDeciding(names);
  const about = words.about(letter);
  const target = letter.message_id === null ? null : { id: letter.message_id, opportunityId };
  const isStuck = letter.state === 'failed' || letter.state === 'uncertain';
  return (
    <div className={classes.letter}>
      <Tag tone={letterTone(letter.state)}>{words.state(letter)}</Tag>
      {about !== '' && <span className={letter.state === 'failed' ? classes.late : undefined}>{about}</span>}
      {target !== null && letter.may_decide && (
        <>
          {isStuck && (
            <Button variant="default" size="compact-sm" loading={again.isPending} aria-label={t('letter.againName', names)} onClick={() => again.mutate(target)}>{t('letter.again')}</Button>
          )}
          <Button variant="default" size="compact-sm" loading={drop.isPending} aria-label={t('letter.dropName', names)} onClick={() => drop.mutate(target)}>{t('letter.drop')}</Button>
        </>
      )}
    </div>
  );
}
