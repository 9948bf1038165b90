/** The messages at the bottom start: eight seconds each, longer while looked at or focused. */
import { useEffect, useState } from 'react';
import { closeToast, toasts, type Toast } from '@/lib/toasts';
import { useStore } from '@/lib/store';
import { IconX } from './icons';
import { WonLine } from './WonLine';
import classes from './Toasts.module.css';

const SHOWN_MS = 8000;

function Message({ toast, closeLabel }: { toast: Toast; closeLabel: string }) {
  const [isWatched, setWatched] = useState(false);
  useEffect(() => {
    if (isWatched) return undefined;
    const timer = setTimeout(() => closeToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isWatched, toast.id]);
  return (
    // Looking at a message keeps it; that is no act of its own.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={classes.toast}
      data-tone={toast.tone}
      onPointerEnter={() => setWatched(true)}
      onPointerLeave={() => setWatched(false)}
      onFocus={() => setWatched(true)}
      onBlur={() => setWatched(false)}
    >
      {toast.tone === 'won' && <WonLine />}
      <span className={classes.sentence}>{toast.sentence}</span>
      {toast.look && (
        <button type="button" className={classes.act} onClick={toast.look.run}>{toast.look.label}</button>
      )}
      {toast.act && (
        <button type="button" className={classes.act} onClick={toast.act.run}>
          {toast.act.label}
          {toast.act.keys !== undefined && <kbd>{toast.act.keys}</kbd>}
        </button>
      )}
      <button type="button" className={classes.close} aria-label={closeLabel} onClick={() => closeToast(toast.id)}>
        <IconX size={15} aria-hidden />
      </button>
    </li>
  );
}

export function Toasts({ label, closeLabel }: { label: string; closeLabel: string }) {
  const shown = useStore(toasts);
  return (
    <section aria-label={label}>
      <ol className={classes.toasts}>
        {shown.map((toast) => (
          <Message key={toast.id} toast={toast} closeLabel={closeLabel} />
        ))}
      </ol>
    </section>
  );
}
