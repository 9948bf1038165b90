/** The sales goals for a stage, which stand beside its name: in full at the head of a group, in brief in a row. */
import type { ReactNode } from 'react';

export type PiesOf = (stage: { id: number; name: string }, isBrief?: boolean) => ReactNode;
