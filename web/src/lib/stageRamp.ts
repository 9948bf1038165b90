/** The colour of a stage: depth means nearness to a sale, so n stages share the five steps of the ramp evenly. */
import type { CSSProperties } from 'react';

declare module 'react' {
  interface CSSProperties {
    '--a'?: string;
    '--b'?: string;
  }
}

const token = (step: number) => `var(--sl-stage-${step + 1})`;

export function stageColour(index: number, count: number): string {
  const place = count <= 1 ? 4 : Math.min(index / (count - 1), 1) * 4;
  const below = Math.min(Math.floor(place), 4);
  const share = Math.round((place - below) * 100);
  if (share === 0) return token(below);
  return `color-mix(in oklch, ${token(below)} ${100 - share}%, ${token(below + 1)})`;
}

/** A stretch of the line from one colour to the next, for the style sheets that draw it. */
export function stretch(from: string, to: string): CSSProperties {
  return { '--a': from, '--b': to };
}
