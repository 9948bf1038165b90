/** A state in at most two words. */
import type { ReactNode } from 'react';
import classes from './Tag.module.css';

export type Tone = 'plain' | 'late' | 'soon' | 'won' | 'primary';

export function Tag({ tone = 'plain', children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={classes.tag} data-tag data-tone={tone} title={title}>
      {children}
    </span>
  );
}
