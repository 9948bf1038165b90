/** To which activity an arrow key goes: the nearest one in that direction, as they stand on the screen. */

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

export const arrows: readonly Arrow[] = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

const middle = (box: Box) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });

/** How far away, with what lies aside counting more; nothing when it does not lie there. */
function distance(from: Box, to: Box, arrow: Arrow): number {
  const [a, b] = [middle(from), middle(to)];
  const isSideways = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
  const ahead = (isSideways ? b.x - a.x : b.y - a.y) * (arrow === 'ArrowLeft' || arrow === 'ArrowUp' ? -1 : 1);
  if (ahead < 1) return Infinity;
  const aside = Math.abs(isSideways ? b.y - a.y : b.x - a.x);
  // Sideways means another column, however far up or down it is; up and down means the same one first.
  return isSideways ? ahead * 4 + aside : ahead + aside * 8;
}

/** The place in the list, or -1 when there is none further on. */
export function nextFrom(boxes: readonly Box[], at: number, arrow: Arrow): number {
  const from = boxes[at];
  if (from === undefined) return boxes.length > 0 ? 0 : -1;
  let best = -1;
  let least = Infinity;
  for (const [place, box] of boxes.entries()) {
    const far = place === at ? Infinity : distance(from, box, arrow);
    if (far < least) {
      best = place;
      least = far;
    }
  }
  return best;
}
