/** Where arrow keys lead among tiles: to the nearest one in that direction. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const middle = (box: Box) => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });

/** The index of the box nearest to `from` in a direction, or -1. What lies off the direction counts three times. */
export function nearest(boxes: readonly Box[], from: Box, direction: Direction): number {
  const start = middle(from);
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, box] of boxes.entries()) {
    const { x, y } = middle(box);
    const along = { ArrowLeft: start.x - x, ArrowRight: x - start.x, ArrowUp: start.y - y, ArrowDown: y - start.y }[
      direction
    ];
    const aside =
      direction === 'ArrowLeft' || direction === 'ArrowRight' ? Math.abs(y - start.y) : Math.abs(x - start.x);
    const cost = along + 3 * aside;
    if (along > 1 && cost < least) [best, least] = [index, cost];
  }
  return best;
}
