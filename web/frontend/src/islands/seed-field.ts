/** `<seed-field>`: the lock keeps one seed for all runs (a drawn one, when the field is empty), the dice draw another. */
import { randomSeed } from '../lib/seed';

class SeedField extends HTMLElement {
  #abort = new AbortController();

  connectedCallback(): void {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.addEventListener('click', (event) => this.#press(event), { signal });
    this.addEventListener('input', () => this.#show(), { signal });
    document.addEventListener('htmx:after:swap', () => this.#show(), { signal });
    this.#show();
  }

  disconnectedCallback(): void {
    this.#abort.abort();
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector('input');
  }

  #press(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-seed]') : null;
    const input = this.#input;
    if (!button || !input) return;
    const unlocks = button.dataset.seed === 'lock' && input.value !== '';
    input.value = unlocks ? '' : randomSeed();
    input.dispatchEvent(new Event('change', { bubbles: true }));
    this.#show();
  }

  #show(): void {
    const isLocked = this.#input?.value !== '';
    this.querySelector('[data-seed="lock"]')?.setAttribute('aria-pressed', String(isLocked));
  }
}

customElements.define('seed-field', SeedField);
