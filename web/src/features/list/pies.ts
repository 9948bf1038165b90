/** The sales goals for a stage, which stand beside its name: in full at the head of a group, as one sign in a row. */
import type { ReactNode } from 'react';

export type PieOf = (stage: { id: number; name: string }) => ReactNode;

export interface ListPies {
  ofGroup: PieOf;
  ofRow: PieOf;
}
