/** The canvas that a mask is painted on, at the picture's own size: opaque where it is to be repainted. */
import { fromMask, type Point, type Step, Steps, toMask } from './mask-steps';

export class MaskSheet {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #steps = new Steps();

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('this browser cannot paint');
    this.#canvas = canvas;
    this.#context = context;
  }

  get canUndo(): boolean {
    return this.#steps.done.length > 0;
  }

  get canRedo(): boolean {
    return this.#steps.canRedo;
  }

  add(step: Step): void {
    this.#steps.add(step);
    this.redraw();
  }

  undo(): void {
    this.#steps.undo();
    this.redraw();
  }

  redo(): void {
    this.#steps.redo();
    this.redraw();
  }

  /** Draws what counts, without a stroke that has not ended. */
  redraw(): void {
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    for (const step of this.#steps.done) this.#draw(step);
  }

  /** The newest part of a stroke that has not ended. */
  preview(erases: boolean, size: number, points: Point[]): void {
    this.#draw({ kind: 'stroke', erases, size, points });
  }

  /** The mask as a file; none when nothing is marked. */
  async file(): Promise<File | undefined> {
    const { width, height } = this.#canvas;
    const pixels = this.#context.getImageData(0, 0, width, height);
    if (toMask(pixels.data) === 0) return undefined;
    const sheet = new OffscreenCanvas(width, height);
    sheet.getContext('2d')?.putImageData(pixels, 0, 0);
    return new File([await sheet.convertToBlob({ type: 'image/png' })], 'mask.png', { type: 'image/png' });
  }

  /** Which part of the picture is marked, from 0 to 1, to a hundredth or so. */
  part(): number {
    const { width, height } = this.#canvas;
    const small = new OffscreenCanvas(Math.min(width, 256), Math.min(height, 256));
    const context = small.getContext('2d');
    if (!context) return 0;
    context.drawImage(this.#canvas, 0, 0, small.width, small.height);
    const { data } = context.getImageData(0, 0, small.width, small.height);
    let sum = 0;
    for (let at = 3; at < data.length; at += 4) sum += data[at] ?? 0;
    return sum / 255 / (small.width * small.height);
  }

  /** A mask file as a step; fails for what is no picture. */
  async read(file: Blob): Promise<Step> {
    const picture = await createImageBitmap(file);
    const sheet = new OffscreenCanvas(this.#canvas.width, this.#canvas.height);
    const context = sheet.getContext('2d');
    context?.drawImage(picture, 0, 0, sheet.width, sheet.height);
    const pixels = context?.getImageData(0, 0, sheet.width, sheet.height);
    if (pixels) {
      fromMask(pixels.data);
      context?.putImageData(pixels, 0, 0);
    }
    return { kind: 'picture', mask: sheet };
  }

  #draw(step: Step): void {
    const context = this.#context;
    const { width, height } = this.#canvas;
    context.fillStyle = context.strokeStyle = getComputedStyle(this.#canvas).color;
    context.globalCompositeOperation = 'source-over';
    if (step.kind === 'stroke') this.#stroke(step);
    else if (step.kind === 'area') context.fillRect(step.left, step.top, step.width, step.height);
    else if (step.kind === 'clear') context.clearRect(0, 0, width, height);
    else if (step.kind === 'picture') this.#tint(step.mask);
    else {
      context.globalCompositeOperation = 'source-out';
      context.fillRect(0, 0, width, height);
    }
  }

  #stroke({ erases, size, points }: Step & { kind: 'stroke' }): void {
    const context = this.#context;
    const [first, ...others] = points;
    if (!first) return;
    context.globalCompositeOperation = erases ? 'destination-out' : 'source-over';
    context.lineCap = context.lineJoin = 'round';
    context.lineWidth = size;
    context.beginPath();
    context.moveTo(first.x, first.y);
    context.lineTo(first.x, first.y);
    for (const point of others) context.lineTo(point.x, point.y);
    context.stroke();
  }

  /** The file's mask in the colour of the brush. */
  #tint(mask: CanvasImageSource): void {
    const { width, height } = this.#canvas;
    const sheet = new OffscreenCanvas(width, height);
    const context = sheet.getContext('2d');
    if (!context) return;
    context.drawImage(mask, 0, 0);
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = this.#context.fillStyle;
    context.fillRect(0, 0, width, height);
    this.#context.drawImage(sheet, 0, 0);
  }
}
