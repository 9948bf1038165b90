/** How far something is, as a filled part of a small circle; what it says in figures stands beside it. */
import classes from './Pie.module.css';

const AROUND = 2 * Math.PI;
const RADIUS = 2.7;

/** From nothing to the whole: what was reached beyond the number fills no more (SG-63). */
export function pieShare(reached: number, number: number): number {
  return Math.max(0, Math.min(reached / number, 1));
}

export function Pie({ share, size = 16 }: { share: number; size?: 14 | 16 }) {
  return (
    <svg className={classes.pie} width={size} height={size} viewBox="0 0 16 16" data-share={share} aria-hidden>
      <circle className={classes.whole} cx={8} cy={8} r={7} />
      {share > 0 && <circle className={classes.part} cx={8} cy={8} r={RADIUS} strokeDasharray={`${share * AROUND * RADIUS} ${AROUND * RADIUS}`} transform="rotate(-90 8 8)" />}
    </svg>
  );
}
