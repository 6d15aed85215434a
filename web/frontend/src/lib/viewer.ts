/** The viewer of the gallery: PhotoSwipe in a dialog, details beside it, an address of its own for each picture. */
import '../styles/viewer.css';
import PhotoSwipe, { type SlideData } from 'photoswipe';

/** Closes after the way back in the history, so that the address and the page agree. */
export class Viewer {
  readonly #words: DOMStringMap;
  readonly #links: () => HTMLAnchorElement[];
  #dialog: HTMLDialogElement | undefined;
  #swipe: PhotoSwipe | undefined;
  #abort = new AbortController();

  /** `words` has the labels in the page's language: close, newer, older, label, stage, details. */
  constructor(owner: HTMLElement, links: () => HTMLAnchorElement[]) {
    this.#words = owner.dataset;
    this.#links = links;
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
    this.#swipe?.destroy();
    this.#dialog?.close();
    this.#dialog?.remove();
    this.#swipe = undefined;
    this.#dialog = undefined;
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
    dialog.append(this.#closeButton(), stage, side);
    return dialog;
  }

  #closeButton(): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn--icon btn--secondary lightbox__close';
    button.setAttribute('aria-label', this.#words.close ?? '');
    button.append(Object.assign(document.createElement('span'), { textContent: '✕', ariaHidden: 'true' }));
    button.addEventListener('click', () => this.#leave());
    return button;
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
      arrowPrevTitle: this.#words.newer ?? '',
      arrowNextTitle: this.#words.older ?? '',
      getViewportSizeFn: () => ({ x: stage.clientWidth, y: stage.clientHeight }),
    });
    swipe.on('contentLoad', (event) => {
      const { video, msrc, alt } = event.content.data as Slide;
      if (!video) return;
      event.preventDefault();
      event.content.element = player(video, msrc ?? '', alt ?? '');
      event.content.onLoaded();
    });
    swipe.on('contentDeactivate', ({ content }) => {
      content.element?.querySelector('video')?.pause();
    });
    // A finger on the controls of a video is not one that swipes.
    swipe.on('pointerDown', (event) => {
      if (event.originalEvent.target instanceof HTMLVideoElement) event.preventDefault();
    });
    swipe.on('afterInit', () => this.#label(swipe));
    swipe.on('change', () => this.#changed(dialog, swipe));
    swipe.init();
    return swipe;
  }

  /** The stage is a labelled part of our dialog, not a dialog in a dialog. */
  #label(swipe: PhotoSwipe): void {
    swipe.element?.setAttribute('role', 'group');
    swipe.element?.setAttribute('aria-label', this.#words.stage ?? '');
    swipe.element?.removeAttribute('tabindex');
  }

  #changed(dialog: HTMLDialogElement, swipe: PhotoSwipe): void {
    const link = this.#links()[swipe.currIndex];
    const side = dialog.querySelector('.lightbox__side');
    if (!link || !side) return;
    history.replaceState(history.state, '', link.href);
    void window.htmx.ajax('GET', link.href, { source: side, target: side, swap: 'innerHTML' });
  }
}

/** What PhotoSwipe is told of a tile. */
interface Slide extends SlideData {
  /** Where the video comes from, when it is one. */
  video?: string;
}

/** A video that loads nothing until it is played. */
function player(src: string, poster: string, label: string): HTMLDivElement {
  const video = document.createElement('video');
  Object.assign(video, { src, poster, controls: true, loop: true, playsInline: true, preload: 'none' });
  video.className = 'lightbox__video';
  video.setAttribute('aria-label', label);
  const frame = document.createElement('div');
  frame.append(video);
  return frame;
}

function slide(link: HTMLAnchorElement): Slide {
  const picture = link.querySelector('img');
  const { lightbox = '', width = '1', height = '1', video } = link.dataset;
  const scale = Math.min(1, 1024 / Math.max(Number(width), Number(height)));
  return {
    ...(video ? { type: 'video', video, msrc: lightbox } : { src: lightbox, msrc: picture?.currentSrc ?? lightbox }),
    width: Math.round(Number(width) * scale),
    height: Math.round(Number(height) * scale),
    alt: picture?.alt ?? '',
  };
}
