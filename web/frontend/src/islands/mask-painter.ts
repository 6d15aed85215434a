/**
 * `<mask-painter>` around a picture with a canvas over it: brush, eraser, steps back and forth, zoom, for pointer,
 * touch, pen and keyboard. What is painted goes with the form as the file of the field `mask`.
 */
import { actionOf } from '../lib/mask-keys';
import type { MaskSheet } from '../lib/mask-sheet';
import type { Point } from '../lib/mask-steps';

const ZOOMS = [1, 1.5, 2, 3, 4, 6, 8];

class MaskPainter extends HTMLElement {
  #abort = new AbortController();
  #sheet: MaskSheet | undefined;
  #tool = 'brush';
  #zoom = 0;
  #points: Point[] = [];
  #cursor: Point = { x: 0, y: 0 };
  #isStale = false;
  #isSending = false;

  connectedCallback(): void {
    this.#abort = new AbortController();
    void this.#start(this.#abort.signal);
  }

  async #start(signal: AbortSignal): Promise<void> {
    const { MaskSheet } = await import('../lib/mask-sheet');
    if (signal.aborted) return;
    this.#sheet ??= new MaskSheet(this.#canvas);
    this.#cursor = { x: this.#canvas.width / 2, y: this.#canvas.height / 2 };
    this.addEventListener('click', (event) => this.#press(event), { signal });
    // A complaint of the browser can only be seen when the disclosure around its field is open.
    this.addEventListener('invalid', () => this.#find('details').setAttribute('open', ''), { signal, capture: true });
    this.addEventListener('input', (event) => event.target === this.#slider && this.#refresh(), { signal });
    this.#file.addEventListener('change', () => void this.#choose(), { signal });
    this.#canvas.addEventListener('pointerdown', (event) => this.#begin(event), { signal });
    this.#canvas.addEventListener('pointermove', (event) => this.#move(event), { signal });
    this.#canvas.addEventListener('pointerup', () => this.#end(), { signal });
    this.#canvas.addEventListener('pointercancel', () => this.#drop(), { signal });
    this.#canvas.addEventListener('pointerleave', () => this.#points.length || this.#mark(false), { signal });
    this.#stage.addEventListener('keydown', (event) => this.#key(event), { signal });
    this.#stage.addEventListener('focus', () => this.#stage.matches(':focus-visible') && this.#mark(true), { signal });
    this.#stage.addEventListener('blur', () => this.#leave(), { signal });
    document.addEventListener('submit', (event) => void this.#send(event), { signal, capture: true });
    this.#refresh();
  }

  disconnectedCallback(): void {
    this.#abort.abort();
  }

  #find<T extends Element>(selector: string): T {
    return this.querySelector(selector) as T;
  }

  get #canvas(): HTMLCanvasElement {
    return this.#find('canvas');
  }

  get #stage(): HTMLElement {
    return this.#find('[data-stage]');
  }

  get #slider(): HTMLInputElement {
    return this.#find('[data-size]');
  }

  get #file(): HTMLInputElement {
    return this.#find('[type="file"]');
  }

  get #size(): number {
    return Number(this.#slider.value);
  }

  #press(event: Event): void {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest<HTMLElement>('button');
    if (button?.dataset.tool) this.#take(button.dataset.tool);
    if (button?.dataset.step) this.#step(button.dataset.step);
  }

  #take(tool: string): void {
    this.#lift();
    this.#tool = tool;
    this.#refresh();
  }

  #step(step: string): void {
    this.#lift();
    const sheet = this.#sheet;
    if (step === 'undo') sheet?.undo();
    else if (step === 'redo') sheet?.redo();
    else if (step === 'invert' || step === 'clear') sheet?.add({ kind: step });
    else if (step === 'area') this.#addArea();
    else {
      this.#look(step);
      return;
    }
    this.#changed();
  }

  #addArea(): void {
    const number = (name: string) => this.#find<HTMLInputElement>(`[name="mask_area.${name}"]`).valueAsNumber || 0;
    const [left, top, width, height] = [number('left'), number('top'), number('width'), number('height')];
    if (width > 0 && height > 0) this.#sheet?.add({ kind: 'area', left, top, width, height });
  }

  #look(step: string): void {
    const by = step === 'larger' ? 1 : -1;
    this.#zoom = step === 'fit' ? 0 : Math.max(0, Math.min(ZOOMS.length - 1, this.#zoom + by));
    this.#find<HTMLElement>('.painter__sheet').style.setProperty('--zoom', String(ZOOMS[this.#zoom]));
    this.#mark(this.#stage.matches(':focus'));
  }

  async #choose(): Promise<void> {
    const [file] = this.#file.files ?? [];
    if (!file) return;
    try {
      const step = await this.#sheet?.read(file);
      if (step) this.#sheet?.add(step);
      this.#changed();
    } catch {
      this.#file.value = '';
      this.#say(this.dataset.fileUnreadable);
    }
  }

  #begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.#lift();
    this.#stage.focus({ preventScroll: true });
    this.#canvas.setPointerCapture(event.pointerId);
    this.#cursor = this.#point(event);
    if (this.#tool !== 'move') this.#draw([this.#cursor]);
  }

  #move(event: PointerEvent): void {
    this.#cursor = this.#point(event);
    this.#mark(true);
    if (!this.#canvas.hasPointerCapture(event.pointerId)) return;
    if (this.#tool === 'move') this.#stage.scrollBy(-event.movementX, -event.movementY);
    if (this.#points.length === 0) return;
    const events = event.getCoalescedEvents();
    this.#draw((events.length > 0 ? events : [event]).map((part) => this.#point(part)));
  }

  #point(event: PointerEvent): Point {
    const box = this.#canvas.getBoundingClientRect();
    const scale = this.#canvas.width / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  }

  #draw(points: Point[]): void {
    const last = this.#points.slice(-1);
    this.#points.push(...points);
    this.#sheet?.preview(this.#tool === 'eraser', this.#size, [...last, ...points]);
  }

  #end(): void {
    if (this.#points.length === 0) return;
    const [points, erases, size] = [this.#points, this.#tool === 'eraser', this.#size];
    this.#points = [];
    this.#sheet?.add({ kind: 'stroke', erases, size, points });
    this.#changed();
  }

  /** The browser took the pointer for something else, such as a pinch. */
  #drop(): void {
    this.#points = [];
    this.#sheet?.redraw();
  }

  #key(event: KeyboardEvent): void {
    const action = actionOf(event);
    if (!action || (action.kind === 'lift' && this.#points.length === 0)) return;
    event.preventDefault();
    if (action.kind === 'step') this.#step(action.name);
    else if (action.kind === 'tool') this.#take(action.name);
    else if (action.kind === 'resize') this.#resize(action.factor);
    else if (action.kind === 'travel') this.#travel(action.x, action.y, action.isFine);
    else if (action.kind === 'dip') this.#dip();
    else this.#lift();
  }

  #travel(x: number, y: number, isFine: boolean): void {
    const by = isFine ? 1 : Math.max(1, this.#size / 4);
    const { width, height } = this.#canvas;
    const within = (at: number, end: number) => Math.max(0, Math.min(end, at));
    this.#cursor = { x: within(this.#cursor.x + x * by, width), y: within(this.#cursor.y + y * by, height) };
    if (this.#points.length > 0) this.#draw([this.#cursor]);
    this.#mark(true);
    this.#find('.painter__cursor').scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** The space bar puts the brush down, and lifts it. */
  #dip(): void {
    if (this.#points.length > 0) {
      this.#lift();
      return;
    }
    if (this.#tool === 'move') this.#take('brush');
    this.#draw([this.#cursor]);
    this.#say(this.dataset.down);
  }

  #lift(): void {
    if (this.#points.length > 0) this.#end();
  }

  #leave(): void {
    this.#lift();
    this.#mark(false);
  }

  #resize(factor: number): void {
    const next = this.#size * factor;
    this.#slider.value = String(factor > 1 ? Math.ceil(next) : Math.floor(next));
    this.#refresh();
    this.#mark(true);
  }

  #mark(isShown: boolean): void {
    const cursor = this.#find<HTMLElement>('.painter__cursor');
    const { width, height } = this.#canvas;
    cursor.hidden = !isShown || this.#tool === 'move';
    cursor.style.insetInlineStart = `${(100 * this.#cursor.x) / width}%`;
    cursor.style.insetBlockStart = `${(100 * this.#cursor.y) / height}%`;
    cursor.style.inlineSize = `${(100 * this.#size) / width}%`;
  }

  #changed(): void {
    this.#isStale = true;
    this.#refresh();
    const percent = 100 * (this.#sheet?.part() ?? 0);
    const text = percent > 0 && percent < 1 ? '< 1' : String(Math.round(percent));
    this.#say(percent > 0 ? this.dataset.marked?.replace('#', text) : this.dataset.none);
  }

  #say(text = ''): void {
    this.#find('[data-state]').textContent = text;
  }

  #refresh(): void {
    for (const button of this.querySelectorAll<HTMLElement>('button[data-tool]')) {
      button.setAttribute('aria-pressed', String(button.dataset.tool === this.#tool));
    }
    this.#stage.dataset.tool = this.#tool;
    this.#find('[data-size-text]').textContent = String(this.#size);
    this.#find<HTMLButtonElement>('[data-step="undo"]').disabled = !this.#sheet?.canUndo;
    this.#find<HTMLButtonElement>('[data-step="redo"]').disabled = !this.#sheet?.canRedo;
  }

  /** The file is made when it is needed, before the form goes. */
  async #send(event: SubmitEvent): Promise<void> {
    const form = this.#file.form;
    if (event.target !== form || !form || !this.#isStale) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.#isSending) return;
    this.#isSending = true;
    const file = await this.#sheet?.file();
    const files = new DataTransfer();
    if (file) files.items.add(file);
    this.#file.files = files.files;
    this.#isStale = this.#isSending = false;
    form.requestSubmit(event.submitter?.isConnected ? event.submitter : null);
  }
}

customElements.define('mask-painter', MaskPainter);
