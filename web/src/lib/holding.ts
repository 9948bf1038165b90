/** While a card is in the hand, nothing on the board may move: refreshes wait here until it is put down. */

let held = 0;
let waiting: (() => void)[] = [];

export function hold(): void {
  held += 1;
}

export function release(): void {
  held = Math.max(0, held - 1);
  if (held > 0) return;
  const due = waiting;
  waiting = [];
  for (const run of due) run();
}

export function whenFree(run: () => void): void {
  if (held === 0) run();
  else waiting.push(run);
}
