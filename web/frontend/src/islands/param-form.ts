/**
 * `<param-form>` around the generation form's controls: shows the fields that apply, keeps sliders and number boxes
 * together, marks what differs from its default and takes it back, applies presets, counts characters, and starts on
 * Ctrl + Enter.
 */
import { type Condition, holds } from '../lib/shown-if';

const PREFIX = 'parameters.';

/** The texts that a chip puts into controls, by their names. */
const textsOf = (chip: HTMLElement) => JSON.parse(chip.dataset.preset ?? '{}') as Record<string, string>;

class ParamForm extends HTMLElement {
  #abort = new AbortController();

  connectedCallback(): void {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.addEventListener('input', (event) => this.#changed(event), { signal });
    this.addEventListener('change', (event) => this.#changed(event), { signal });
    this.addEventListener('click', (event) => this.#restore(event), { signal });
    this.addEventListener('click', (event) => this.#apply(event), { signal });
    this.addEventListener('invalid', (event) => this.#reveal(event), { signal, capture: true });
    this.addEventListener('keydown', (event) => this.#submitOnCtrlEnter(event), { signal });
    document.addEventListener('htmx:after:swap', () => this.#refresh(), { signal });
    this.#refresh();
  }

  disconnectedCallback(): void {
    this.#abort.abort();
  }

  get #form(): HTMLFormElement | null {
    return this.closest('form');
  }

  #changed(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.#pair(event.target);
    this.#refresh();
  }

  /** The slider has no name and is not sent; it only moves the number box, and the other way round. */
  #pair(input: HTMLInputElement): void {
    const box = input.dataset.slider;
    const partner = box
      ? this.querySelector<HTMLInputElement>(`#${CSS.escape(box)}`)
      : this.querySelector<HTMLInputElement>(`[data-slider="${CSS.escape(input.id)}"]`);
    if (partner && input.value !== '') partner.value = input.value;
  }

  #refresh(): void {
    const form = this.#form;
    if (!form) return;
    const data = new FormData(form);
    const textOf = (name: string) => String(data.getAll(name).at(-1) ?? '');
    for (const place of this.querySelectorAll<HTMLElement>('[data-shown-if]')) {
      const condition = JSON.parse(place.dataset.shownIf ?? '[]') as Condition;
      this.#show(
        place,
        holds(condition, (property) => textOf(PREFIX + property)),
      );
    }
    for (const param of this.querySelectorAll<HTMLElement>('[data-param]')) {
      const value = textOf(param.dataset.param ?? '');
      param.toggleAttribute('data-changed', value !== param.dataset.default && !param.matches('[data-hidden]'));
    }
    for (const chip of this.querySelectorAll<HTMLElement>('[data-preset]')) {
      const texts = Object.entries(textsOf(chip));
      const isCurrent = texts.length > 0 && texts.every(([name, text]) => textOf(name) === text);
      if (isCurrent) chip.setAttribute('aria-current', 'true');
      else chip.removeAttribute('aria-current');
    }
    this.#count(textOf('prompt'));
  }

  /** What does not apply is neither sent nor checked. */
  #show(place: HTMLElement, applies: boolean): void {
    place.toggleAttribute('data-hidden', !applies);
    for (const control of place.querySelectorAll<HTMLInputElement>('input, select, textarea')) {
      control.disabled = !applies;
    }
  }

  /** A complaint of the browser can only be seen when the disclosure around its field is open. */
  #reveal(event: Event): void {
    if (event.target instanceof Element) event.target.closest('details')?.setAttribute('open', '');
  }

  #count(prompt: string): void {
    const count = this.querySelector('#prompt-count');
    if (count) count.textContent = prompt ? [...prompt].length.toLocaleString(document.documentElement.lang) : '';
  }

  #restore(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest('[data-restore]') : null;
    const param = button?.closest<HTMLElement>('[data-param]');
    if (!param) return;
    const { param: name = '', default: value = '' } = param.dataset;
    this.#set(name, value);
    param
      .querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]:is(:checked, :not([type="radio"], [type="hidden"]))`)
      ?.focus();
    param.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** A chip puts its texts into the controls; the one without texts takes every parameter back. */
  #apply(event: MouseEvent): void {
    const chip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-preset]') : null;
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!chip || !isPlain) return;
    event.preventDefault();
    const texts = Object.entries(textsOf(chip));
    for (const [name, text] of texts) this.#set(name, text);
    if (texts.length === 0) {
      for (const param of this.querySelectorAll<HTMLElement>('[data-param]')) {
        this.#set(param.dataset.param ?? '', param.dataset.default ?? '');
      }
    }
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  #set(name: string, value: string): void {
    for (const control of this.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === 'radio') control.checked = control.value === value;
      else if (control.type === 'checkbox') control.checked = value === 'true';
      else if (control.type !== 'hidden') control.value = value;
      this.#pair(control);
    }
  }

  #submitOnCtrlEnter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const button = this.#form?.querySelector<HTMLButtonElement>('button[type="submit"]');
    if (button && !button.disabled) this.#form?.requestSubmit(button);
  }
}

customElements.define('param-form', ParamForm);
