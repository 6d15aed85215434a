/** What keys do in the viewer beside those that PhotoSwipe knows. Pure; they count only while the viewer is open. */
export type Act = 'in' | 'out' | 'fit' | 'panel' | 'left' | 'right';

const ACTS: Record<string, Act> = { '+': 'in', '=': 'in', '-': 'out', _: 'out', '0': 'fit', i: 'panel', I: 'panel' };
/** Of a picture that is larger than the stage; else they lead to its neighbours. */
const PANS: Record<string, Act> = { ArrowLeft: 'left', ArrowRight: 'right' };

export function actOf(key: string, isZoomed: boolean): Act | undefined {
  return ACTS[key] ?? (isZoomed ? PANS[key] : undefined);
}

/** Whether a key is for the element that has the focus: something is typed there, played, or scrolled. */
export function isTaken(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const isVertical = key === 'ArrowUp' || key === 'ArrowDown';
  return target.closest(`input, textarea, select, video${isVertical ? ', .lightbox__side' : ''}`) !== null;
}
