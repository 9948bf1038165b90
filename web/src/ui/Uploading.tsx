/** A file on its way: how far it is, what went wrong, and what stops it or puts it away. */
import { ActionIcon } from './controls';
import { IconX } from './icons';
import classes from './Uploading.module.css';

interface Props {
  name: string;
  size: string;
  /** From 0 to 1. */
  share: number;
  failure: string | null;
  dropLabel: string;
  onDrop: () => void;
}

export function Uploading({ name, size, share, failure, dropLabel, onDrop }: Props) {
  return (
    <li className={classes.row} data-failed={failure !== null}>
      <span className={classes.name}>
        <bdi>{name}</bdi> <small>{size}</small>
      </span>
      <ActionIcon variant="subtle" size={28} aria-label={dropLabel} onClick={onDrop}>
        <IconX size={15} aria-hidden />
      </ActionIcon>
      {failure === null ? <progress className={classes.bar} value={share} max={1} aria-label={name} /> : <p className={classes.failure}>{failure}</p>}
    </li>
  );
}
