/**
 * A quick look at a picture beside its tile: after the mouse rested on it, or by Space on its link. What it says is on the page
 * already; what it looks like, and where its links lead, is in the page's `<template>`. Never on touch screens.
 */

/** How long the mouse rests before the look opens, and how long it may be away before it closes. */
const REST_MS = 600;
const AWAY_MS = 200;
/** Between the card and the tile, and at least between it and the edge of the window, in pixels. */
const GAP = 8;
/** Stands for a picture's id in the addresses of the template. */
const ID = 'IMAGE';

const linkOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-lightbox]') : null;

export class QuickLook {
  readonly #template: HTMLTemplateElement;
  #card: HTMLElement | undefined;
  #link: HTMLAnchorElement | undefined;
  #timer = 0;

  /** Watches the links in `grid` until `signal`. */
  constructor(grid: HTMLElement, template: HTMLTemplateElement, signal: AbortSignal) {
    this.#template = template;
    grid.addEventListener('pointerover', (event) => this.#over(event), { signal });
    grid.addEventListener('pointerout', (event) => this.#out(event), { signal });
    grid.addEventListener('focusout', (event) => this.#blur(event), { signal });
    grid.addEventListener('dragstart', () => this.close(), { signal });
    grid.addEventListener('keydown', (event) => this.#press(event), { signal });
    grid.addEventListener('click', (event) => this.#click(event), { signal });
    window.addEventListener('scroll', () => this.close(), { signal, passive: true });
    document.addEventListener('keydown', (event) => this.#escape(event), { signal, capture: true });
    signal.addEventListener('abort', () => this.close());
  }

  close(): void {
    clearTimeout(this.#timer);
    const [card, link] = [this.#card, this.#link];
    [this.#card, this.#link] = [undefined, undefined];
    const wasInside = card?.contains(document.activeElement);
    card?.remove();
    if (wasInside) link?.focus({ preventScroll: true });
  }

  #holds(target: EventTarget | null): boolean {
    return target instanceof Node && this.#card?.contains(target) === true;
  }

  #soon(after: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(act, after);
  }

  #over(event: PointerEvent): void {
    const link = linkOf(event.target);
    if (event.pointerType !== 'mouse' || !link) return;
    if (link === this.#link) clearTimeout(this.#timer);
    else this.#soon(REST_MS, () => this.#open(link));
  }

  /** The way from the tile to the card, and about in it, closes nothing. */
  #out(event: PointerEvent): void {
    if (this.#holds(event.relatedTarget)) clearTimeout(this.#timer);
    else this.#soon(AWAY_MS, () => this.close());
  }

  #blur(event: FocusEvent): void {
    if (this.#holds(event.target) && !this.#holds(event.relatedTarget)) this.close();
  }

  /** The viewer opens. */
  #click(event: MouseEvent): void {
    if (linkOf(event.target)) this.close();
  }

  #press(event: KeyboardEvent): void {
    const link = linkOf(event.target);
    if (event.key !== ' ' || !link || link !== event.target) return;
    event.preventDefault(); // Else the page scrolls.
    this.#open(link);
    this.#card?.querySelector('a')?.focus({ preventScroll: true });
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#card) return;
    event.stopPropagation();
    this.close();
  }

  #open(link: HTMLAnchorElement): void {
    this.close();
    const card = this.#fill(link);
    if (!card) return;
    // After its tile in the document, so that Tab leads from one to the other.
    link.after(card);
    card.showPopover();
    const place = beside(link.getBoundingClientRect(), card.getBoundingClientRect());
    card.style.left = `${place.left}px`;
    card.style.top = `${place.top}px`;
    [this.#card, this.#link] = [card, link];
  }

  #fill(link: HTMLAnchorElement): HTMLElement | undefined {
    const card = this.#template.content.firstElementChild?.cloneNode(true);
    if (!(card instanceof HTMLElement)) return undefined;
    const item = link.closest<HTMLElement>('[id^="image-"]');
    const { lightbox = '', width = '1', height = '1', video } = link.dataset;
    const image = card.querySelector('img');
    if (image) Object.assign(image, { width: Number(width), height: Number(height), src: lightbox });
    const text = (selector: string) => item?.querySelector(selector)?.textContent ?? '';
    card.querySelector('[data-prompt]')?.append(text('.tile__prompt, .listing__text'));
    card.querySelector('[data-facts]')?.append(text('.tile__model') || `${width} × ${height}`);
    for (const action of card.querySelectorAll('a')) {
      if (video && action.hasAttribute('data-picture')) action.remove();
      action.href = (action.getAttribute('href') ?? '').replace(ID, item?.id.slice('image-'.length) ?? '');
    }
    return card;
  }
}

/** Right of the tile, left of it where there is no room, and never beyond the window. */
function beside(tile: DOMRect, card: DOMRect): { left: number; top: number } {
  const right = tile.right + GAP;
  const left = tile.left - GAP - card.width;
  const inside = (at: number, size: number, all: number) => Math.max(GAP, Math.min(at, all - size - GAP));
  return {
    left: inside(
      right + card.width + GAP <= window.innerWidth || left < GAP ? right : left,
      card.width,
      window.innerWidth,
    ),
    top: inside(tile.top, card.height, window.innerHeight),
  };
}
