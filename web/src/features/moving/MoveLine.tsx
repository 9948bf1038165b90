/** The line from stage to stage; what is passed over are small dots on it. */
import type { StageRef } from '@/api/types';
import { stageColour, stretch } from '@/lib/stageRamp';
import { StageDot } from '@/ui/StageDot';
import classes from './MoveForm.module.css';

interface Props {
  from: StageRef;
  to: StageRef;
  over: readonly string[];
  count: number;
}

function colour(stage: StageRef, count: number): string {
  if (stage.type === 'open') return stageColour(stage.position - 1, count);
  return stage.type === 'won' ? 'var(--sl-won)' : 'var(--sl-text-3)';
}

export function MoveLine({ from, to, over, count }: Props) {
  return (
    <p className={classes.line}>
      <StageDot type={from.type} index={from.position - 1} count={count} />
      <bdi>{from.name}</bdi>
      <span className={classes.rail} style={stretch(colour(from, count), colour(to, count))} title={over.join(', ')}>
        {over.map((name) => (
          <i key={name} />
        ))}
      </span>
      <StageDot type={to.type} index={to.position - 1} count={count} />
      <bdi>{to.name}</bdi>
    </p>
  );
}
