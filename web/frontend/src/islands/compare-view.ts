/**
 * `<compare-view data-mode>` around pictures and their controls: two of them on one another with a slider, see-through, or their
 * difference; and one zoom for all. The style sheet draws what attributes and custom properties say.
 */
import { moved, type View, WHOLE, zoomed } from '../lib/pan-zoom';

const STEP = 10;
const ARROWS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};
const ZOOMS: Record<string, number> = { '+': 1.5, '-': 0.67, '0': 0 };

class CompareView extends HTMLElement {
  #abort = new AbortController();
  #view: View = WHOLE;
  /** Where each finger or the mouse is. */
  #pointers = new Map<number, PointerEvent>();

  connectedCallback(): void {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const stage = this.#stage;
    this.addEventListener('input', () => this.#read(), { signal });
    this.addEventListener('click', (event) => this.#click(event), { signal });
    stage?.addEventListener('keydown', (event) => this.#key(event), { signal });
    stage?.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false });
    stage?.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    stage?.addEventListener('pointermove', (event) => this.#move(event), { signal });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      stage?.addEventListener(end, (event) => this.#pointers.delete(event.pointerId), { signal });
    }
    this.#read();
  }

  disconnectedCallback(): void {
    this.#abort.abort();
  }

  get #stage(): HTMLElement | null {
    return this.querySelector('.versus__stage');
  }

  get #mode(): string {
    return this.querySelector<HTMLInputElement>('[name="mode"]:checked')?.value ?? 'side';
  }

  #choice(place: 'under' | 'over'): HTMLSelectElement | null {
    return this.querySelector(`[data-choose="${place}"]`);
  }

  /** Shows what the controls say. */
  #read(): void {
    const mode = this.#mode;
    this.dataset.mode = mode;
    for (const part of this.querySelectorAll<HTMLElement>('[data-pair]')) part.hidden = mode === 'side';
    for (const part of this.querySelectorAll<HTMLElement>('[data-for]')) part.hidden = part.dataset.for !== mode;
    for (const range of this.querySelectorAll<HTMLInputElement>('[data-range]')) {
      this.style.setProperty(range.dataset.range ?? '', range.value);
    }
    const [under, over] = [this.#choice('under')?.value, this.#choice('over')?.value];
    for (const pane of this.querySelectorAll<HTMLElement>('[data-pane]')) {
      const place = pane.dataset.pane === over ? 'over' : pane.dataset.pane === under ? 'under' : '';
      if (place && mode !== 'side') pane.dataset.place = place;
      else delete pane.dataset.place;
    }
  }

  #click(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
    const [under, over] = [this.#choice('under'), this.#choice('over')];
    if (button?.dataset.zoom) this.#zoom(Number(button.dataset.zoom));
    if (button?.dataset.swap === undefined || !under || !over) return;
    [under.value, over.value] = [over.value, under.value];
    this.#read();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.#stage) return;
    const [factor, arrow] = [ZOOMS[event.key], ARROWS[event.key]];
    if (factor !== undefined) this.#zoom(factor);
    else if (arrow && this.#view.zoom > 1) this.#show(moved(this.#view, ...arrow));
    else return;
    event.preventDefault();
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey) return; // The page is scrolled.
    event.preventDefault();
    this.#zoom(Math.exp(-event.deltaY / 200), event);
  }

  /** 0 shows everything. */
  #zoom(factor: number, at?: { clientX: number; clientY: number; target: EventTarget | null }): void {
    const frame = at ? this.#frameOf(at.target) : undefined;
    if (factor === 0) this.#show(WHOLE);
    else if (!frame || !at) this.#show(zoomed(this.#view, factor));
    else {
      const x = ((at.clientX - frame.left) / frame.width - 0.5) * 100;
      const y = ((at.clientY - frame.top) / frame.height - 0.5) * 100;
      this.#show(zoomed(this.#view, factor, x, y));
    }
  }

  #frameOf(target: EventTarget | null): DOMRect | undefined {
    const pane = target instanceof Element ? target.closest('[data-pane]') : null;
    return (pane ?? this).querySelector('.versus__frame')?.getBoundingClientRect();
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('a, button'))) return;
    this.#pointers.set(event.pointerId, event);
    this.#stage?.setPointerCapture(event.pointerId);
    this.#slide(event);
  }

  #move(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    this.#pointers.set(event.pointerId, event);
    const frame = this.#frameOf(null);
    const other = [...this.#pointers.values()].find((pointer) => pointer.pointerId !== event.pointerId);
    if (other) {
      this.#zoom(distance(event, other) / Math.max(1, distance(before, other)));
    } else if (this.#view.zoom > 1 && frame) {
      const [x, y] = [event.clientX - before.clientX, event.clientY - before.clientY];
      this.#show(moved(this.#view, (x / frame.width) * 100, (y / frame.height) * 100));
    } else this.#slide(event);
  }

  /** The slider follows the pointer while there is nothing to move. */
  #slide(event: PointerEvent): void {
    const range = this.querySelector<HTMLInputElement>('[data-range="--at"]');
    const box = this.#stage?.getBoundingClientRect();
    if (this.#mode !== 'slider' || this.#view.zoom > 1 || !range || !box) return;
    range.value = String(((event.clientX - box.left) / box.width) * 100);
    this.#read();
  }

  #show(view: View): void {
    this.#view = view;
    this.toggleAttribute('data-zoomed', view.zoom > 1);
    for (const [name, value] of Object.entries(view)) this.style.setProperty(`--${name}`, String(value));
  }
}

function distance(a: PointerEvent, b: PointerEvent): number {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
}

customElements.define('compare-view', CompareView);
