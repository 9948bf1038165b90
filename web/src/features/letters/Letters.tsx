/** The letters that were written about a deal, with what became of each. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { contentAddress } from '@/api/belongings';
import { lettersQuery, type Letter } from '@/api/letters';
import { letterTone, useLetterWords } from '@/api/useLetterWords';
import { useFormats } from '@/lib/formats';
import { Button, Skeleton } from '@/ui/controls';
import { Hidden } from '@/ui/Hidden';
import { IconMail } from '@/ui/icons';
import { Tag } from '@/ui/Tag';
import { Deciding } from './Deciding';
import classes from './Letters.module.css';

function LetterRow({ letter, opportunityId }: { letter: Letter; opportunityId: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useLetterWords();
  const { template, contact, pdf, by, at } = letter;
  const about = words.about(letter);
  return (
    <li className={classes.row}>
      <IconMail size={16} aria-hidden />
      <div className={classes.words}>
        <p className={classes.name}>
          <bdi>{t('letter.toWhom', { name: template, who: contact.name })}</bdi>
          <Tag tone={letterTone(letter.state)}>{words.state(letter)}</Tag>
        </p>
        <p className={classes.facts}>
          <bdi>{by.name}</bdi>
          <time dateTime={at} title={formats.exactly(at)}>
            {formats.instant(at)}
            <Hidden>{formats.exactly(at)}</Hidden>
          </time>
          {pdf !== null && <a href={contentAddress(pdf.id)} download={pdf.name} aria-label={t('letter.savePdf', { name: template })}>{t('letter.pdf')}</a>}
        </p>
        {about !== '' && <p className={letter.state === 'failed' ? classes.wrong : classes.help}>{about}</p>}
      </div>
      {letter.may_decide && letter.message_id !== null && <Deciding message={{ id: letter.message_id, opportunityId, name: template, who: contact.name, state: letter.state }} />}
    </li>
  );
}

export function Letters({ opportunityId }: { opportunityId: number }) {
  const { t } = useTranslation();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isError, refetch } = useInfiniteQuery(lettersQuery(opportunityId));
  const letters = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="letters">
      <h3 id="letters" className={classes.title}>{t('letter.title')}</h3>
      {data === undefined && !isError && <Skeleton height={60} />}
      {isError && <p className={classes.none} role="alert">{t('page.refused')} <Button variant="default" size="compact-sm" onClick={() => void refetch()}>{t('page.again')}</Button></p>}
      {data !== undefined && letters.length === 0 && <p className={classes.none}>{t('letter.none')}</p>}
      <ul className={classes.list}>
        {letters.map((letter) => (
          <LetterRow key={letter.id} letter={letter} opportunityId={opportunityId} />
        ))}
      </ul>
      {hasNextPage && <Button variant="default" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('letter.more')}</Button>}
    </section>
  );
}
