/** A letter as it reads on paper: a document of its own in which nothing runs. */
import type { Ref } from 'react';
import classes from './Letter.module.css';

interface Props {
  page: string;
  title: string;
  isBusy?: boolean;
  onLoad?: () => void;
  ref?: Ref<HTMLIFrameElement>;
}

export function LetterFrame({ page, title, isBusy = false, onLoad, ref }: Props) {
  return <iframe ref={ref} className={classes.paper} title={title} aria-busy={isBusy} sandbox="allow-same-origin allow-modals" srcDoc={page} onLoad={onLoad} />;
}
