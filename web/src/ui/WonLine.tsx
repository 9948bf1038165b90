/** The line drawn to its end, where the flag rises: a deal is won (PS-103). */
import classes from './WonLine.module.css';

export function WonLine() {
  return (
    <svg className={classes.line} viewBox="0 0 64 24" width={64} height={24} data-won-line aria-hidden>
      <path className={classes.way} d="M3 19H53" pathLength={1} />
      <circle cx="3" cy="19" r="2.5" />
      <circle cx="28" cy="19" r="2.5" />
      <g className={classes.flag}>
        <path d="M53 19V4" />
        <path className={classes.cloth} d="M53 4H63L60 7.5L63 11H53Z" />
      </g>
    </svg>
  );
}
