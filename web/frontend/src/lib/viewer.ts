/** The viewer of the gallery: PhotoSwipe in a dialog, details beside it, an address of its own for each picture. */
import '../styles/viewer.css';
import PhotoSwipe from 'photoswipe';
import { type Act, actOf, isTaken } from './viewer-keys';
import { player, type Slide, slide } from './viewer-slide';

/** What a key enlarges by. */
const STEP = 1.5;
/** What a key moves an enlarged picture by, in pixels. */
const PAN = 80;
/** So many pictures before the last one the next page is asked for. */
const AHEAD = 3;
/** Two clicks within so many milliseconds are a double click. */
const DOUBLE_MS = 350;
/** Details are loaded when a picture stays so long, so that paging through many asks for few. */
const REST_MS = 120;
/** Where the browser keeps whether the details are hidden. */
const HIDDEN = 'viewer-details-hidden';

/** Closes after the way back in the history, so that the address and the page agree. */
export class Viewer {
  readonly #words: DOMStringMap;
  readonly #links: () => HTMLAnchorElement[];
  readonly #more: () => Promise<void>;
  #dialog: HTMLDialogElement | undefined;
  #swipe: PhotoSwipe | undefined;
  #abort = new AbortController();
  #shown: string | undefined;
  #timer = 0;
  #clickedAt = 0;

  /** `words` has the labels in the page's language, see `viewer_words`; `more` brings further links, if there are any. */
  constructor(owner: HTMLElement, links: () => HTMLAnchorElement[], more: () => Promise<void>) {
    this.#words = owner.dataset;
    this.#links = links;
    this.#more = more;
  }

  open(index: number): void {
    if (this.#dialog || index < 0) return;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const dialog = this.#build();
    this.#dialog = dialog;
    document.body.append(dialog);
    dialog.showModal();
    dialog.addEventListener('cancel', (event) => this.#leave(event), { signal });
    window.addEventListener('popstate', () => this.close(), { signal });
    history.pushState({ ...history.state, viewer: true }, '', this.#links()[index]?.href);
    this.#swipe = this.#start(dialog, index);
  }

  /** Closes without touching the history; focus goes to the tile of the last picture. */
  close(): void {
    const index = this.#swipe?.currIndex ?? -1;
    this.#abort.abort();
    clearTimeout(this.#timer);
    this.#swipe?.destroy();
    this.#dialog?.close();
    this.#dialog?.remove();
    this.#swipe = undefined;
    this.#dialog = undefined;
    this.#shown = undefined;
    this.#links()[index]?.focus();
  }

  #leave(event?: Event): void {
    event?.preventDefault();
    history.back(); // `popstate` closes.
  }

  #build(): HTMLDialogElement {
    const dialog = document.createElement('dialog');
    dialog.className = 'lightbox';
    dialog.setAttribute('aria-label', this.#words.label ?? '');
    const stage = document.createElement('div');
    stage.className = 'lightbox__stage';
    const side = document.createElement('section');
    side.className = 'lightbox__side';
    side.tabIndex = 0;
    side.setAttribute('aria-label', this.#words.details ?? '');
    const close = button('lightbox__close', '✕', this.#words.close, () => this.#leave());
    const panel = button('lightbox__panel', 'ⓘ', this.#words.panel, () => this.#toggle());
    dialog.append(close, panel, stage, side);
    hide(dialog, localStorage.getItem(HIDDEN) !== null);
    return dialog;
  }

  #start(dialog: HTMLDialogElement, index: number): PhotoSwipe {
    const stage = dialog.querySelector<HTMLElement>('.lightbox__stage') ?? dialog;
    const swipe = new PhotoSwipe({
      dataSource: this.#links().map(slide),
      index,
      appendToEl: stage,
      trapFocus: false,
      returnFocus: false,
      escKey: false,
      close: false,
      loop: false,
      bgOpacity: 1,
      showHideAnimationType: 'none',
      pinchToClose: false,
      closeOnVerticalDrag: false,
      wheelToZoom: true,
      // Small pictures can be looked at closely as well.
      secondaryZoomLevel: (levels) => Math.max(1, levels.fit * 2),
      maxZoomLevel: (levels) => Math.max(4, levels.fit * 4),
      bgClickAction: () => this.#leave(),
      imageClickAction: (point, event) => this.#click(event, () => swipe.currSlide?.toggleZoom(point)),
      arrowPrevTitle: this.#words.newer ?? '',
      arrowNextTitle: this.#words.older ?? '',
      zoomTitle: this.#words.zoom ?? '',
      errorMsg: this.#words.broken ?? '',
      getViewportSizeFn: () => ({ x: stage.clientWidth, y: stage.clientHeight }),
    });
    swipe.on('contentLoad', (event) => {
      const data: Slide = event.content.data;
      if (!data.video) return;
      event.preventDefault();
      event.content.element = player(data);
      event.content.onLoaded();
    });
    swipe.on('contentDeactivate', ({ content }) => {
      content.element?.querySelector('video')?.pause();
    });
    // A finger on the controls of a video is not one that swipes.
    swipe.on('pointerDown', (event) => {
      if (event.originalEvent.target instanceof HTMLVideoElement) event.preventDefault();
    });
    swipe.on('keydown', (event) => {
      if (this.#press(swipe, event.originalEvent)) event.preventDefault();
    });
    swipe.on('afterInit', () => this.#label(swipe));
    swipe.on('change', () => this.#changed(swipe));
    swipe.init();
    return swipe;
  }

  /** The stage is a labelled part of our dialog, not a dialog in a dialog. */
  #label(swipe: PhotoSwipe): void {
    swipe.element?.setAttribute('role', 'group');
    swipe.element?.setAttribute('aria-label', this.#words.stage ?? '');
    swipe.element?.removeAttribute('tabindex');
  }

  /** A double click zooms once, as a click does. */
  #click(event: Event, zoom: () => void): void {
    const isDouble = event.timeStamp - this.#clickedAt < DOUBLE_MS;
    this.#clickedAt = event.timeStamp;
    if (!isDouble) zoom();
  }

  /** Whether the key is none for PhotoSwipe. */
  #press(swipe: PhotoSwipe, event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (isTaken(event.key, event.target)) return true;
    const current = swipe.currSlide;
    const act = actOf(event.key, current?.isPannable() ?? false);
    if (!act) return false;
    event.preventDefault();
    this.#do(act, swipe);
    return true;
  }

  #do(act: Act, swipe: PhotoSwipe): void {
    const current = swipe.currSlide;
    if (act === 'panel') this.#toggle();
    else if (current && (act === 'left' || act === 'right')) {
      current.panTo(current.pan.x + (act === 'left' ? PAN : -PAN), current.pan.y);
    } else if (current) {
      const { currZoomLevel: now, zoomLevels } = current;
      const level = { in: now * STEP, out: now / STEP, fit: zoomLevels.fit }[act as 'in' | 'out' | 'fit'];
      current.zoomTo(level, undefined, swipe.options.zoomAnimationDuration);
    }
  }

  #toggle(): void {
    const dialog = this.#dialog;
    if (!dialog || !this.#swipe) return;
    const isHidden = dialog.dataset.details !== 'hidden';
    hide(dialog, isHidden);
    if (isHidden) localStorage.setItem(HIDDEN, '1');
    else localStorage.removeItem(HIDDEN);
    this.#swipe.updateSize(true);
    this.#describe(this.#swipe.currIndex);
  }

  #changed(swipe: PhotoSwipe): void {
    const link = this.#links()[swipe.currIndex];
    if (!link || link.href === this.#shown) return;
    const isFirst = this.#shown === undefined;
    this.#shown = link.href;
    history.replaceState(history.state, '', link.href);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#describe(swipe.currIndex), isFirst ? 0 : REST_MS);
    if (swipe.currIndex >= swipe.getNumItems() - AHEAD) void this.#grow(swipe);
  }

  /** Fills the panel, unless it is hidden or full already. Who was in it stays in it. */
  async #describe(index: number): Promise<void> {
    const side = this.#dialog?.querySelector<HTMLElement>('.lightbox__side');
    const href = this.#links()[index]?.href;
    if (!side || !href || this.#dialog?.dataset.details === 'hidden' || side.dataset.of === href) return;
    side.dataset.of = href;
    const wasInside = side.contains(document.activeElement);
    await window.htmx.ajax('GET', href, { source: side, target: side, swap: 'innerHTML' });
    side.scrollTop = 0;
    if (wasInside && !side.contains(document.activeElement)) side.focus();
  }

  /** Goes on with the pictures of the next page. */
  async #grow(swipe: PhotoSwipe): Promise<void> {
    const known = swipe.getNumItems();
    await this.#more();
    const links = this.#links();
    if (this.#swipe !== swipe || links.length <= known) return;
    swipe.options.dataSource = links.map(slide);
    swipe.refreshSlideContent(known);
  }
}

function button(name: string, sign: string, label: string | undefined, press: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `btn btn--icon btn--secondary ${name}`;
  element.setAttribute('aria-label', label ?? '');
  element.title = label ?? '';
  element.append(Object.assign(document.createElement('span'), { textContent: sign, ariaHidden: 'true' }));
  element.addEventListener('click', press);
  return element;
}

function hide(dialog: HTMLDialogElement, isHidden: boolean): void {
  dialog.dataset.details = isHidden ? 'hidden' : 'shown';
  dialog.querySelector('.lightbox__panel')?.setAttribute('aria-pressed', String(!isHidden));
}
