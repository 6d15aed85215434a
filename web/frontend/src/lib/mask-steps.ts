/** What a mask was painted with, step by step, so that steps can be taken back. Pure. */

export interface Point {
  x: number;
  y: number;
}

/** One step; lengths are pixels of the picture. */
export type Step =
  | { kind: 'stroke'; erases: boolean; size: number; points: Point[] }
  | { kind: 'area'; left: number; top: number; width: number; height: number }
  | { kind: 'picture'; mask: CanvasImageSource }
  | { kind: 'invert' }
  | { kind: 'clear' };

/** The steps that count, and those that were taken back. */
export class Steps {
  #done: Step[] = [];
  #undone: Step[] = [];

  get done(): readonly Step[] {
    return this.#done;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  add(step: Step): void {
    this.#done.push(step);
    this.#undone = [];
  }

  undo(): void {
    const step = this.#done.pop();
    if (step) this.#undone.push(step);
  }

  redo(): void {
    const step = this.#undone.pop();
    if (step) this.#done.push(step);
  }
}

/**
 * Makes white what is at least half opaque in these pixels (red, green, blue, opacity) and black what is not; gives how
 * many are white.
 */
export function toMask(pixels: Uint8ClampedArray): number {
  let white = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const isWhite = (pixels[at + 3] ?? 0) >= 128;
    pixels.fill(isWhite ? 255 : 0, at, at + 3);
    pixels[at + 3] = 255;
    if (isWhite) white += 1;
  }
  return white;
}

/** Makes as opaque what is as light in these pixels, so that a mask file can be painted over the picture. */
export function fromMask(pixels: Uint8ClampedArray): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at, at + 4);
    pixels[at + 3] = ((red * 299 + green * 587 + blue * 114) / 1000) * (alpha / 255);
  }
}
