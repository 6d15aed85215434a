/** `<copy-button data-text data-done>` around a button: copies the text and says so for a moment. */
const SHOWN_MS = 1500;

class CopyButton extends HTMLElement {
  #timer = 0;
  #abort = new AbortController();

  connectedCallback(): void {
    this.#abort = new AbortController();
    this.addEventListener('click', () => void this.#copy(), { signal: this.#abort.signal });
  }

  disconnectedCallback(): void {
    this.#abort.abort();
    clearTimeout(this.#timer);
  }

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(this.dataset.text ?? '');
    const announcer = document.getElementById('announcer');
    if (announcer) announcer.textContent = this.dataset.done ?? '';
    this.toggleAttribute('data-copied', true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#reset(announcer), SHOWN_MS) as unknown as number;
  }

  #reset(announcer: HTMLElement | null): void {
    this.removeAttribute('data-copied');
    if (announcer) announcer.textContent = '';
  }
}

customElements.define('copy-button', CopyButton);
