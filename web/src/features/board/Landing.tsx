/** What is missing for a card that is held over a column. */
import type { Missing } from '@/api/types';
import { IconCircleDashed, IconCircleX } from '@/ui/icons';
import classes from './ColumnHead.module.css';

export function Landing({ missing }: { missing: readonly Missing[] }) {
  return (
    <ul className={classes.landing} aria-hidden>
      {missing.slice(0, 6).map((item) => (
        <li key={`${item.criterion_id}-${item.name}`} data-strength={item.strength}>
          {item.strength === 'hard' ? <IconCircleX size={15} /> : <IconCircleDashed size={15} />}
          {item.name}
        </li>
      ))}
    </ul>
  );
}
