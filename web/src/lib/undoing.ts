/** The moves this page has made that can still be taken back, newest last; Ctrl Z takes from here. */

export interface Undoable {
  opportunityId: number;
  moveId: number;
  name: string;
  until: string;
}

let made: readonly Undoable[] = [];

export function rememberUndo(undoable: Undoable): void {
  made = [...made, undoable].slice(-20);
}

export function forgetUndo(moveId: number): void {
  made = made.filter((undoable) => undoable.moveId !== moveId);
}

/** The newest one still in time, or nothing. */
export function newestUndo(now: Date): Undoable | undefined {
  return made.findLast((undoable) => new Date(undoable.until) > now);
}
