/** Messages after an act: at most three, the newest on top, each with at most one thing to take back and one to look at. */
import { createStore } from './store';

interface ToastAct {
  label: string;
  keys?: string;
  run: () => void;
}

export interface Toast {
  id: number;
  sentence: string;
  /** `won` is drawn as a line to its end. */
  tone: 'done' | 'won' | 'refused';
  act?: ToastAct;
  /** To look at what came with it. */
  look?: ToastAct;
}

const MOST = 3;
let lastId = 0;

export const toasts = createStore<readonly Toast[]>([]);

export function showToast(toast: Omit<Toast, 'id'>): number {
  lastId += 1;
  toasts.set([{ ...toast, id: lastId }, ...toasts.get()].slice(0, MOST));
  return lastId;
}

export function closeToast(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}
