/** The line in small: one dot per exit criterion, filled when met; a bar above seven. */
import classes from './MiniLine.module.css';

const MOST_DOTS = 7;

export function MiniLine({ met, total }: { met: number; total: number }) {
  if (total === 0) return null;
  if (total > MOST_DOTS) {
    return (
      <span className={classes.bar} aria-hidden>
        <span style={{ inlineSize: `${(met / total) * 100}%` }} />
      </span>
    );
  }
  return (
    <span className={classes.dots} aria-hidden>
      {Array.from({ length: total }, (_, place) => (
        <i key={place} data-met={place < met} />
      ))}
    </span>
  );
}
