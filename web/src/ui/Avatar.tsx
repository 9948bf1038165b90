/** A person's initials on one of six quiet tints. */
import classes from './Avatar.module.css';

interface Props {
  person: { id: number; name: string };
  size?: 'small' | 'medium';
  isNamed?: boolean;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

export function Avatar({ person, size = 'small', isNamed = false }: Props) {
  const words = isNamed ? { role: 'img', 'aria-label': person.name, title: person.name } : { 'aria-hidden': true };
  return (
    <span className={classes.avatar} data-size={size} data-tint={(person.id % 6) + 1} {...words}>
      {initials(person.name)}
    </span>
  );
}
