/**
 * `<gallery-grid>` around pages of pictures: arrow keys move by position, a click opens the viewer, Space or the resting mouse a
 * quick look, and the way back leads to the same place even when the browser had to load the page again.
 */
import { type Direction, nearest } from '../lib/nearest';
import { QuickLook } from '../lib/quick-look';
import type { Viewer } from '../lib/viewer';

const ARROWS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);
/** What is remembered of a visit, in the history entry of the page. */
interface Place {
  pages: number;
  scroll: number;
}

class GalleryGrid extends HTMLElement {
  #abort = new AbortController();
  #viewer: Viewer | undefined;
  #loading: Promise<void> | undefined;

  connectedCallback(): void {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.addEventListener('click', (event) => this.#click(event), { signal });
    this.addEventListener('keydown', (event) => this.#arrow(event), { signal });
    window.addEventListener('pagehide', () => this.#remember(), { signal });
    const look = document.querySelector<HTMLTemplateElement>('#quick-look');
    if (look) new QuickLook(this, look, signal);
    void this.#mouse();
    void this.#return();
  }

  /** What only a mouse is for. */
  async #mouse(): Promise<void> {
    const { signal } = this.#abort;
    const places = document.querySelector<HTMLFormElement>('form#places');
    if (!places || !matchMedia('(any-pointer: fine)').matches) return;
    const { Drag } = await import('../lib/drag');
    new Drag(this, places, signal);
  }

  disconnectedCallback(): void {
    this.#abort.abort();
    this.#viewer?.close();
  }

  get links(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>('a[data-lightbox]')];
  }

  #click(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-lightbox]') : null;
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain) return;
    event.preventDefault();
    void this.#open(link);
  }

  async #open(link: HTMLAnchorElement): Promise<void> {
    try {
      const { Viewer } = await import('../lib/viewer');
      this.#viewer ??= new Viewer(
        this,
        () => this.links,
        () => this.#more(),
      );
      this.#viewer.open(this.links.indexOf(link));
    } catch {
      location.href = link.href; // The page of the picture shows the same.
    }
  }

  #arrow(event: KeyboardEvent): void {
    const links = this.links;
    const current = links.indexOf(event.target as HTMLAnchorElement);
    const from = links[current];
    if (!ARROWS.has(event.key) || !from) return;
    const boxes = links.map((link) => link.getBoundingClientRect());
    const next = links[nearest(boxes, from.getBoundingClientRect(), event.key as Direction)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  #remember(): void {
    const place: Place = { pages: this.querySelectorAll('[data-page]').length, scroll: window.scrollY };
    history.replaceState({ ...history.state, place }, '');
  }

  /** Loads as many pages as there were, then scrolls to where the reader was. */
  async #return(): Promise<void> {
    const place = (history.state as { place?: Place } | null)?.place;
    if (!place || place.pages < 2) return;
    while (this.querySelectorAll('[data-page]').length < place.pages) {
      const next = this.querySelector<HTMLElement>('[data-next]');
      if (!next) break;
      await this.#load(next);
    }
    window.scrollTo({ top: place.scroll, behavior: 'instant' });
  }

  /** The page that follows, for the viewer; once, however often it asks. */
  async #more(): Promise<void> {
    const next = this.querySelector<HTMLElement>('[data-next]');
    if (next) this.#loading ??= this.#load(next);
    await this.#loading;
    this.#loading = undefined;
  }

  async #load(next: HTMLElement): Promise<void> {
    const link = next.querySelector('a');
    // `next` loads itself near the viewport. With it as the source htmx would queue this request behind that one and call
    // it done at once; as it is, whichever answer comes second finds its target gone and is dropped.
    if (link) await window.htmx.ajax('GET', link.href, { source: this, target: next, swap: 'outerHTML' });
    if (next.isConnected) next.remove(); // No answer: do not ask for ever.
  }
}

customElements.define('gallery-grid', GalleryGrid);
