/**
 * `<picture-slot>` around the choice of one of the user's pictures: shows what is chosen, and takes pictures as files,
 * dropped or pasted, which are uploaded and then chosen.
 */
class PictureSlot extends HTMLElement {
  #abort = new AbortController();

  connectedCallback(): void {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.addEventListener('input', (event) => this.#keep(event), { signal });
    this.addEventListener('change', (event) => this.#changed(event), { signal });
    this.addEventListener('dragover', (event) => this.#over(event), { signal });
    this.addEventListener('dragleave', () => this.removeAttribute('data-over'), { signal });
    this.addEventListener('drop', (event) => this.#drop(event), { signal });
    document.addEventListener('paste', (event) => this.#paste(event), { signal });
  }

  disconnectedCallback(): void {
    this.#abort.abort();
  }

  /** The form around it must not ask for a new price while somebody searches. */
  #keep(event: Event): void {
    if (event.target instanceof HTMLInputElement && event.target.matches('[data-search], [data-file]')) {
      event.stopPropagation();
    }
  }

  #changed(event: Event): void {
    const input = event.target;
    if (!(input instanceof HTMLInputElement)) return;
    if (input.matches('[data-file]')) {
      event.stopPropagation();
      void this.#upload(input.files?.[0]);
      input.value = '';
    } else if (input.matches('[data-search]')) event.stopPropagation();
    else if (input.type === 'radio') this.#show(input);
  }

  /** The head of the slot says what is chosen. */
  #show(radio: HTMLInputElement): void {
    const text = this.querySelector('[data-chosen]');
    if (text) text.textContent = radio.dataset.label ?? '';
    const mark = this.querySelector('.slot__mark');
    mark?.querySelector('img')?.remove();
    const picture = radio.parentElement?.querySelector('img');
    if (picture) mark?.append(Object.assign(new Image(40, 40), { src: picture.src, alt: '' }));
  }

  #over(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.toggleAttribute('data-over', true);
  }

  #drop(event: DragEvent): void {
    this.removeAttribute('data-over');
    const file = pictureOf(event.dataTransfer);
    if (!file) return;
    event.preventDefault();
    void this.#upload(file);
  }

  /** Pasted into an open slot; else the first one on the page takes it, to start from. */
  #paste(event: ClipboardEvent): void {
    const file = pictureOf(event.clipboardData);
    const open = document.querySelector('picture-slot:has(:focus)') ?? document.querySelector('picture-slot');
    if (!file || open !== this) return;
    event.preventDefault();
    void this.#upload(file);
  }

  async #upload(file: File | undefined): Promise<void> {
    if (!file) return;
    this.querySelector('details')?.setAttribute('open', '');
    this.#say(this.dataset.busy);
    this.setAttribute('aria-busy', 'true');
    try {
      const body = new FormData();
      body.append('file', file);
      const answer = await fetch(this.dataset.upload ?? '', { method: 'POST', body });
      const told = (await answer.json()) as { id?: string; errors?: { message: string }[]; detail?: string };
      if (answer.ok && told.id) await this.#choose(told.id);
      else this.#say(told.errors?.[0]?.message ?? told.detail ?? this.dataset.failed);
    } catch {
      this.#say(this.dataset.failed);
    }
    this.removeAttribute('aria-busy');
  }

  /** The list with the new picture comes from the server; then it is as if it had been chosen by hand. */
  async #choose(id: string): Promise<void> {
    const { role = '', name = '', choices = '' } = this.dataset;
    const target = this.querySelector('fieldset');
    const query = new URLSearchParams({ role, [name]: id });
    if (target) await window.htmx.ajax('GET', `${choices}?${query}`, { source: this, target, swap: 'outerHTML' });
    this.#say('');
    const radio = this.querySelector<HTMLInputElement>('input[type="radio"]:checked');
    radio?.focus();
    radio?.dispatchEvent(new Event('change', { bubbles: true }));
  }

  #say(text = ''): void {
    const state = this.querySelector('[data-state]');
    if (state) state.textContent = text;
  }
}

/** The first picture among what was dropped or pasted. */
function pictureOf(transfer: DataTransfer | null): File | undefined {
  return [...(transfer?.files ?? [])].find((file) => file.type.startsWith('image/'));
}

customElements.define('picture-slot', PictureSlot);
