/** Where the focus goes when what it came from is gone, or was nothing: the place a page names for that. */

export function focusHome(from: Element | null = null): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const isThere = from instanceof HTMLElement && from !== document.body && from.isConnected;
    const place = isThere ? from : document.querySelector<HTMLElement>('[data-focus-home]');
    place?.focus({ preventScroll: true });
  });
}
