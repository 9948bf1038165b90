/** A person's initials on one of six quiet tints. */
import { once } from '@/lib/once';
import classes from './Avatar.module.css';

interface Props {
  person: { id: number; name: string };
  size?: 'small' | 'medium';
  isNamed?: boolean;
}

const letters = new Intl.Segmenter();

// A letter can be many code points: an accent of its own, a flag, a family.
function firstLetter(word: string): string {
  const [first] = letters.segment(word);
  return first?.segment ?? '';
}

export const initials = once((name: string): string => {
  const words = name.trim().split(/\s+/u);
  const first = firstLetter(words[0] ?? '');
  const last = words.length > 1 ? firstLetter(words.at(-1) ?? '') : '';
  return (first + last).toLocaleUpperCase();
});

export function Avatar({ person, size = 'small', isNamed = false }: Props) {
  const words = isNamed ? { role: 'img', 'aria-label': person.name, title: person.name } : { 'aria-hidden': true };
  return (
    <span className={classes.avatar} data-size={size} data-tint={(person.id % 6) + 1} {...words}>
      {initials(person.name)}
    </span>
  );
}
