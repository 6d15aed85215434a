/** What the keys do while the canvas for a mask has the focus. Pure. */

export type Action =
  | { kind: 'step' | 'tool'; name: string }
  | { kind: 'travel'; x: number; y: number; isFine: boolean }
  | { kind: 'resize'; factor: number }
  | { kind: 'dip' | 'lift' };

export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

const PLAIN: Record<string, Action> = {
  ' ': { kind: 'dip' },
  Escape: { kind: 'lift' },
  '[': { kind: 'resize', factor: 0.8 },
  ']': { kind: 'resize', factor: 1.25 },
  b: { kind: 'tool', name: 'brush' },
  e: { kind: 'tool', name: 'eraser' },
  h: { kind: 'tool', name: 'move' },
  '+': { kind: 'step', name: 'larger' },
  '-': { kind: 'step', name: 'smaller' },
  '0': { kind: 'step', name: 'fit' },
};
const ARROWS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Nothing for keys that are the browser's. */
export function actionOf({ key, ctrlKey, metaKey, shiftKey }: Key): Action | undefined {
  if (ctrlKey || metaKey) {
    const letter = key.toLowerCase();
    if (letter === 'z') return { kind: 'step', name: shiftKey ? 'redo' : 'undo' };
    return letter === 'y' ? { kind: 'step', name: 'redo' } : undefined;
  }
  const arrow = ARROWS[key];
  return arrow ? { kind: 'travel', x: arrow[0], y: arrow[1], isFine: shiftKey } : PLAIN[key];
}
