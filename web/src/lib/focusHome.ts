/** Where the focus goes when what it came from is gone, or was nothing: the place a page names for that. */

const PATIENCE_MS = 1000;

/** What is closing may hold the focus for a moment longer, and drop it then. */
export function focusHome(from: Element | null = null, until = performance.now() + PATIENCE_MS): void {
  requestAnimationFrame(() => {
    const { activeElement, body } = document;
    const isLost = activeElement === null || activeElement === body;
    const closing = activeElement?.closest('[role="dialog"], [role="menu"]') ?? null;
    if (closing !== null && performance.now() < until) return focusHome(from, until);
    if (!isLost) return undefined;
    const isThere = from instanceof HTMLElement && from !== body && from.isConnected;
    const place = isThere ? from : document.querySelector<HTMLElement>('[data-focus-home]');
    return place?.focus({ preventScroll: true });
  });
}
