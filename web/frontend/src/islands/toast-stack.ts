/** `<toast-stack data-close>`: lets messages go after a while or by their button. Those under the pointer stay. */
const SHOWN_MS = 6000;

class ToastStack extends HTMLElement {
  #abort = new AbortController();
  #observer = new MutationObserver((changes) => this.#added(changes));

  connectedCallback(): void {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#observer.observe(this, { childList: true });
    this.addEventListener('click', (event) => this.#click(event), { signal });
    this.addEventListener('toast', (event) => this.#show(String((event as CustomEvent<string>).detail)), { signal });
    for (const toast of this.children) this.#expire(toast);
  }

  disconnectedCallback(): void {
    this.#observer.disconnect();
    this.#abort.abort();
  }

  #click(event: Event): void {
    if (!(event.target instanceof Element) || !event.target.closest('[data-dismiss]')) return;
    event.target.closest('.toast')?.remove();
  }

  #added(changes: MutationRecord[]): void {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node instanceof Element) this.#expire(node);
    }
  }

  #expire(toast: Element): void {
    setTimeout(() => {
      if (toast.matches(':hover, :focus-within')) this.#expire(toast);
      else toast.remove();
    }, SHOWN_MS);
  }

  /** A message of the page itself, when the server cannot be asked for one. The same one is not shown twice. */
  #show(message: string): void {
    if (!message || [...this.children].some((toast) => toast.textContent === message)) return;
    const toast = document.createElement('div');
    toast.className = 'toast';
    toast.dataset.kind = 'error';
    toast.role = 'alert';
    toast.textContent = message;
    this.append(toast);
  }
}

customElements.define('toast-stack', ToastStack);
