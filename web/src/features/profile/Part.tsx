/** A part of the settings: its head, a sentence on it, and what can be set. */
import { useId, type ReactNode } from 'react';
import classes from './Profile.module.css';

interface Props {
  title: string;
  help?: string;
  /** What an address ends with that leads to this part. */
  anchor?: string;
  children: ReactNode;
}

export function Part({ title, help, anchor, children }: Props) {
  const id = useId();
  return (
    <section id={anchor} className={classes.part} aria-labelledby={id}>
      <h2 id={id} className={classes.partTitle}>{title}</h2>
      {help !== undefined && <p className={classes.help}>{help}</p>}
      {children}
    </section>
  );
}
