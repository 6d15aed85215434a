/** `<list-filter>` around a search field and a list: hides the entries that do not contain every word. */
class ListFilter extends HTMLElement {
  #abort = new AbortController();

  connectedCallback(): void {
    this.#abort = new AbortController();
    const field = this.querySelector<HTMLInputElement>('input[type="search"]');
    const { signal } = this.#abort;
    field?.addEventListener('input', (event) => this.#filter(event, field.value), { signal });
    field?.addEventListener('change', (event) => event.stopPropagation(), { signal });
  }

  disconnectedCallback(): void {
    this.#abort.abort();
  }

  #filter(event: Event, search: string): void {
    event.stopPropagation(); // The form around it must not ask for a new price.
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const entry of this.querySelectorAll<HTMLElement>('[data-filter-text]')) {
      const text = entry.dataset.filterText?.toLowerCase() ?? '';
      entry.hidden = !words.every((word) => text.includes(word));
      if (!entry.hidden) found += 1;
    }
    this.querySelector<HTMLElement>('.picker__none')?.toggleAttribute('hidden', found > 0);
  }
}

customElements.define('list-filter', ListFilter);
