/** The colour of a stage: depth means nearness to a sale, so n stages share the five steps of the ramp evenly. */

export function stageColour(index: number, count: number): string {
  const place = count <= 1 ? 4 : (index / (count - 1)) * 4;
  const below = Math.min(Math.floor(place), 4);
  const share = Math.round((place - below) * 100);
  const token = (step: number) => `var(--sl-stage-${step + 1})`;
  if (share === 0) return token(below);
  return `color-mix(in oklch, ${token(below)} ${100 - share}%, ${token(below + 1)})`;
}
