/** Key caps, for the eyes: what is pressed is said by `aria-keyshortcuts` where it matters. */
import classes from './Keys.module.css';

export function Keys({ caps }: { caps: readonly string[] }) {
  return (
    <span className={classes.keys}>
      {caps.map((cap, place) => (
        // The same key can be pressed twice.
        // oxlint-disable-next-line react/no-array-index-key
        <kbd key={place} className={classes.cap}>{cap}</kbd>
      ))}
    </span>
  );
}
