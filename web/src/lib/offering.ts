/** Tells what was done and offers to take it back: by the message's button, and by Ctrl Z for a while. */
import { commandKey } from './keyboard';
import { closeToast, showToast } from './toasts';
import { forgetUndo, rememberUndo } from './undoing';

const UNDO_MS = 5 * 60_000;

interface Done {
  /** `activity/12/3`: of what, in which version. */
  id: string;
  sentence: string;
  /** What the button says. */
  label: string;
  undo: () => void;
}

export function offerUndo({ id, sentence, label, undo }: Done): void {
  const run = () => {
    const forgotten = forgetUndo(id);
    if (forgotten?.toast !== undefined) closeToast(forgotten.toast);
    undo();
  };
  const toast = showToast({ sentence, tone: 'done', act: { label, keys: `${commandKey} Z`, run } });
  rememberUndo({ id, until: new Date(Date.now() + UNDO_MS).toISOString(), toast, undo: run });
}
