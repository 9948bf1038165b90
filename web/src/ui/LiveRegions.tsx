/** What is spoken without being shown: one polite region and one assertive. */
import { assertive, polite } from '@/lib/announcing';
import { useStore } from '@/lib/store';
import classes from './hidden.module.css';

export function LiveRegions() {
  const calm = useStore(polite);
  const urgent = useStore(assertive);
  return (
    <>
      <div className={classes.hidden} role="status" aria-live="polite">{calm}</div>
      <div className={classes.hidden} role="alert" aria-live="assertive">{urgent}</div>
    </>
  );
}
