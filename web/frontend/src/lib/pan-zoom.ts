/** What part of a picture is seen: how much larger it is, and how far it is moved, in percent of its frame. Pure. */

export interface View {
  zoom: number;
  x: number;
  y: number;
}

const LARGEST = 8;

export const WHOLE: View = { zoom: 1, x: 0, y: 0 };

/** Nothing beyond the edges of the picture is seen. */
export function within({ zoom, x, y }: View): View {
  const larger = Math.min(LARGEST, Math.max(1, zoom));
  const room = ((larger - 1) / 2) * 100;
  const clamp = (offset: number) => Math.min(room, Math.max(-room, offset)) + 0; // No -0.
  return { zoom: larger, x: clamp(x), y: clamp(y) };
}

export function moved(view: View, x: number, y: number): View {
  return within({ ...view, x: view.x + x, y: view.y + y });
}

/** `factor` times larger around a point, given in percent of the frame from its centre. */
export function zoomed(view: View, factor: number, x = 0, y = 0): View {
  const zoom = Math.min(LARGEST, Math.max(1, view.zoom * factor));
  const grown = zoom / view.zoom;
  return within({ zoom, x: x - (x - view.x) * grown, y: y - (y - view.y) * grown });
}
