/** Opening a card's record, which is fetched as soon as somebody stays on the card for a moment. */
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, type MouseEvent, type SyntheticEvent } from 'react';
import { paths } from '@/lib/paths';

const REST_MS = 120;

export function useOpening() {
  const navigate = useNavigate();
  const router = useRouter();
  const resting = useRef<{ id: number; timer: ReturnType<typeof setTimeout> }>(undefined);
  useEffect(() => () => clearTimeout(resting.current?.timer), []);
  /** A press with a key beside it is the browser's: a new tab, a new window. */
  const open = useCallback(
    (event: MouseEvent, opportunityId: number) => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
      event.preventDefault();
      void navigate({ to: paths.record, params: { opportunityId } });
    },
    [navigate],
  );
  const near = useCallback(
    ({ target }: SyntheticEvent) => {
      const id = target instanceof Element ? Number(target.closest<HTMLElement>('[data-card]')?.dataset.card) : Number.NaN;
      if (resting.current?.id === id) return;
      clearTimeout(resting.current?.timer);
      resting.current = undefined;
      if (Number.isNaN(id)) return;
      // What cannot be fetched now is fetched, and told, once it is opened.
      const fetchIt = () => void router.preloadRoute({ to: paths.record, params: { opportunityId: id } }).catch(() => undefined);
      resting.current = { id, timer: setTimeout(fetchIt, REST_MS) };
    },
    [router],
  );
  return { open, near };
}
