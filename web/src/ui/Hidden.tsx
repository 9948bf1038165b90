/** Words for screen readers only. */
import type { ReactNode } from 'react';
import classes from './hidden.module.css';

export function Hidden({ children }: { children: ReactNode }) {
  return <span className={classes.hidden}>{children}</span>;
}
