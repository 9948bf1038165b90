/** The dot of a stage: filled from the ramp, green when won, grey when lost; always beside its name. */
import { stageColour } from '@/lib/stageRamp';
import classes from './StageDot.module.css';

interface Props {
  /** `open`, `won`, `lost` or `disqualified`. */
  type: string;
  index: number;
  count: number;
}

function fill({ type, index, count }: Props): string {
  if (type === 'open') return stageColour(index, count);
  return type === 'won' ? 'var(--sl-won)' : 'var(--sl-text-3)';
}

export function StageDot(props: Props) {
  return <span className={classes.dot} data-dot data-type={props.type} style={{ background: fill(props) }} aria-hidden />;
}
