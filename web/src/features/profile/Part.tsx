/** A part of the settings: its head, a sentence on it, and what can be set. */
import { useId, type ReactNode } from 'react';
import classes from './Profile.module.css';

export function Part({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.part} aria-labelledby={id}>
      <h2 id={id} className={classes.partTitle}>{title}</h2>
      {help !== undefined && <p className={classes.help}>{help}</p>}
      {children}
    </section>
  );
}
