/** How far something is, as a ring that draws once when it comes into sight; the tick is what is expected by now. */
import { useEffect, useRef, useState } from 'react';
import classes from './Ring.module.css';

const SIZE = 92;
const WIDTH = 9;
const MIDDLE = SIZE / 2;
const RADIUS = MIDDLE - WIDTH / 2 - 1;
const AROUND = 2 * Math.PI * RADIUS;

interface Props {
  /** From 0 to 1; what is beyond fills no more. */
  share: number;
  /** Nothing is expected where there is none. */
  expected?: number | undefined;
  /** Stands inside. */
  words: string;
  isFaint?: boolean;
}

function within(share: number): number {
  return Math.max(0, Math.min(share, 1));
}

function useSeen() {
  const ref = useRef<SVGSVGElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      setSeen(true);
      watcher.disconnect();
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return { ref, isSeen };
}

export function Ring({ share, expected, words, isFaint = false }: Props) {
  const { ref, isSeen } = useSeen();
  const part = isSeen ? within(share) : 0;
  return (
    <span className={classes.ring} data-faint={isFaint}>
      <svg ref={ref} width={SIZE} height={SIZE} viewBox={`0 0 ${SIZE} ${SIZE}`} data-share={within(share)} aria-hidden>
        <circle className={classes.whole} cx={MIDDLE} cy={MIDDLE} r={RADIUS} strokeWidth={WIDTH} />
        {share > 0 && (
          <circle className={classes.part} cx={MIDDLE} cy={MIDDLE} r={RADIUS} strokeWidth={WIDTH} strokeDasharray={AROUND} strokeDashoffset={AROUND * (1 - part)} transform={`rotate(-90 ${MIDDLE} ${MIDDLE})`} />
        )}
        {expected !== undefined && (
          <line className={classes.tick} x1={MIDDLE} x2={MIDDLE} y1={0} y2={WIDTH + 3} transform={`rotate(${within(expected) * 360} ${MIDDLE} ${MIDDLE})`} />
        )}
      </svg>
      <span className={classes.words}>{words}</span>
    </span>
  );
}
