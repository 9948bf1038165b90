/** Words that people wrote, with their line breaks; web addresses among them are links. */
import { linked } from '@/lib/links';
import classes from './LinkedText.module.css';

export function LinkedText({ text }: { text: string }) {
  return (
    <p className={classes.words} dir="auto">
      {linked(text).map(({ text: piece, href }, place) =>
        // The pieces of a text have no other name than their place in it.
        // oxlint-disable-next-line react/no-array-index-key
        href === null ? piece : <a key={place} href={href} target="_blank" rel="noopener noreferrer nofollow">{piece}</a>,
      )}
    </p>
  );
}
