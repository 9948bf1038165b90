/** What this page has done that can still be taken back, newest last; Ctrl Z takes from here. */

export interface Undoable {
  /** `move/12` or `batch/3`. */
  id: string;
  until: string;
  /** The message that offers it; it goes when the act is taken back. */
  toast?: number;
  undo: () => void;
}

let made: readonly Undoable[] = [];

export function rememberUndo(undoable: Undoable): void {
  made = [...made.filter(({ id }) => id !== undoable.id), undoable].slice(-20);
}

export function forgetUndo(id: string): Undoable | undefined {
  const forgotten = made.find((undoable) => undoable.id === id);
  made = made.filter((undoable) => undoable.id !== id);
  return forgotten;
}

/** The newest one still in time, or nothing. */
export function newestUndo(now: Date): Undoable | undefined {
  return made.findLast((undoable) => new Date(undoable.until) > now);
}
