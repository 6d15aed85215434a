/** `<theme-switch>` around the plain form of themes: applies a choice at once and keeps it in the cookie the server reads. */
const YEAR_S = 365 * 24 * 60 * 60;

class ThemeSwitch extends HTMLElement {
  #abort = new AbortController();

  connectedCallback(): void {
    this.#abort = new AbortController();
    this.addEventListener('submit', (event) => this.#choose(event), { signal: this.#abort.signal });
  }

  disconnectedCallback(): void {
    this.#abort.abort();
  }

  #choose(event: SubmitEvent): void {
    if (!(event.submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const theme = event.submitter.value;
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    const secure = location.protocol === 'https:' ? '; secure' : '';
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support.
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`;
    for (const button of this.querySelectorAll<HTMLButtonElement>('button[name="theme"]')) {
      button.setAttribute('aria-pressed', String(button.value === theme));
    }
  }
}

customElements.define('theme-switch', ThemeSwitch);
