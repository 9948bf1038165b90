/** What a form says to the part of it that holds a move, and what it hears back. */
import type { Ref } from 'react';
import type { FieldValue } from '@/lib/field';
import type { Problem } from './problem';
import type { MoveBody, OpportunityRecord } from './types';

export interface MoveHandle {
  /** The request with these fields, or nothing when an item is still open; the focus is then on it. */
  prepare: (fields: Readonly<Record<string, unknown>>, version: number) => MoveBody | null;
  /** Lists what a refusal says is missing. */
  take: (problem: Problem) => void;
}

/** Fields that stand in the form around the move and are filled in there. */
export interface Around {
  values: Readonly<Record<string, FieldValue>>;
  holds: (field: string) => boolean;
  show: (field: string) => void;
}

export interface MoveInPlaceProps {
  record: OpportunityRecord;
  stageId: number;
  around: Around;
  ref: Ref<MoveHandle>;
}
