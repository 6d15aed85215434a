/**
 * Pictures that are dragged with the mouse onto a project or a collection. The browser's own dragging is enough: there is one kind
 * of thing to drag, and places do nothing but take it. What is dropped is sent as the form of places, which says where to go back to;
 * without a mouse the same is done by choosing pictures.
 */

const MARK = 'data-over';

const placeOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;

export class Drag {
  readonly #form: HTMLFormElement;
  #ids: string[] = [];
  #isLoaded = false;

  /** Watches the pictures in `grid` until `signal`; `form` has the places, and is hidden but while something is dragged. */
  constructor(grid: HTMLElement, form: HTMLFormElement, signal: AbortSignal) {
    this.#form = form;
    grid.addEventListener('pointerdown', (event) => offer(event), { signal });
    grid.addEventListener('dragstart', (event) => this.#start(event), { signal });
    grid.addEventListener('dragend', () => this.#end(), { signal });
    form.addEventListener('dragover', (event) => this.#over(event), { signal });
    form.addEventListener('dragleave', () => this.#mark(null), { signal });
    form.addEventListener('drop', (event) => this.#drop(event), { signal });
  }

  #start(event: DragEvent): void {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[id^="image-"]') : null;
    if (!item || !event.dataTransfer) return;
    this.#ids = chosen(item);
    event.dataTransfer.effectAllowed = 'copyMove';
    event.dataTransfer.setData('text/plain', item.querySelector('a')?.href ?? '');
    // A page that changes while dragging begins makes some browsers give it up.
    setTimeout(() => {
      this.#form.hidden = this.#ids.length === 0;
      void this.#load();
    });
  }

  /** The places, once for all drags. */
  async #load(): Promise<void> {
    const list = this.#form.querySelector('[data-places]');
    if (this.#isLoaded || !list) return;
    this.#isLoaded = true;
    await window.htmx.ajax('GET', this.#form.dataset.href ?? '', { source: list, target: list, swap: 'innerHTML' });
  }

  #over(event: DragEvent): void {
    const place = placeOf(event.target);
    this.#mark(place);
    if (place && this.#ids.length > 0) event.preventDefault(); // It may be dropped here.
  }

  #mark(place: HTMLElement | null): void {
    for (const marked of this.#form.querySelectorAll(`[${MARK}]`)) marked.removeAttribute(MARK);
    place?.setAttribute(MARK, '');
  }

  #drop(event: DragEvent): void {
    const { place, action, field } = placeOf(event.target)?.dataset ?? {};
    if (!place || !action || !field || this.#ids.length === 0) return;
    event.preventDefault();
    const fields = [['action', action], [field, place], ...this.#ids.map((id) => ['id', id])];
    for (const [name = '', value = ''] of fields) {
      this.#form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    }
    this.#form.submit();
  }

  #end(): void {
    this.#ids = [];
    this.#form.hidden = true;
  }
}

/** Only the mouse drags: a finger scrolls. */
function offer(event: PointerEvent): void {
  const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[id^="image-"]') : null;
  if (item) item.draggable = event.pointerType === 'mouse';
}

/** The ids of all chosen pictures when this is one of them, else its own. */
function chosen(item: HTMLElement): string[] {
  const own = item.id.slice('image-'.length);
  const ticked = document.querySelectorAll<HTMLInputElement>('input[name="id"][form="bulk"]:checked');
  const ids = [...ticked].map((box) => box.value);
  return ids.includes(own) ? ids : [own];
}
