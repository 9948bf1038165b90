/** The moves this page has made that can still be taken back, newest last; Ctrl Z takes from here. */

export interface Undoable {
  opportunityId: number;
  moveId: number;
  name: string;
  until: string;
  /** The message that offers it; it goes when the move is taken back. */
  toast: number;
}

let made: readonly Undoable[] = [];

export function rememberUndo(undoable: Undoable): void {
  made = [...made, undoable].slice(-20);
}

export function forgetUndo(moveId: number): Undoable | undefined {
  const forgotten = made.find((undoable) => undoable.moveId === moveId);
  made = made.filter((undoable) => undoable.moveId !== moveId);
  return forgotten;
}

/** The newest one still in time, or nothing. */
export function newestUndo(now: Date): Undoable | undefined {
  return made.findLast((undoable) => new Date(undoable.until) > now);
}
