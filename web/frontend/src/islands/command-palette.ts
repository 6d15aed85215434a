/**
 * `<command-palette data-owner>` around what the palette offers: filters it while somebody types, moves through it and
 * through what the server finds by arrow keys, and remembers what was chosen.
 */
import { score } from '../lib/fuzzy';
import { recent, remember } from '../lib/recent';

class CommandPalette extends HTMLElement {
  #abort = new AbortController();
  #active: HTMLElement | undefined;
  /** The groups and options in the order in which the server sent them. */
  #groups: [group: HTMLElement, options: HTMLElement[]][] = [];

  connectedCallback(): void {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#groups = [...this.querySelectorAll<HTMLElement>('[data-group]')].map((group) => [group, optionsIn(group)]);
    this.#input?.addEventListener('input', () => this.#filter(), { signal });
    this.#input?.addEventListener('keydown', (event) => this.#key(event), { signal });
    this.#dialog?.addEventListener('click', (event) => this.#click(event), { signal });
    this.#dialog?.addEventListener('close', () => this.#reset(), { signal });
    document.addEventListener('htmx:after:swap', () => this.#found(), { signal });
    this.#filter();
  }

  disconnectedCallback(): void {
    this.#abort.abort();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.closest('dialog');
  }

  get #input(): HTMLInputElement | null | undefined {
    return this.#dialog?.querySelector('input[role="combobox"]');
  }

  get #options(): HTMLElement[] {
    return optionsIn(this.#dialog ?? this).filter((option) => !option.closest('[hidden]'));
  }

  /** Recent choices while nothing is typed, else what fits, the best first. */
  #filter(): void {
    const query = this.#input?.value.trim() ?? '';
    this.#showRecent(query === '');
    const rated = this.#groups.map(([group, options]) => {
      const points = new Map(options.map((option) => [option, query ? score(query, option.dataset.option ?? '') : 1]));
      const order = [...options].sort((a, b) => (points.get(b) ?? 0) - (points.get(a) ?? 0));
      for (const option of order) option.hidden = points.get(option) === 0;
      group.append(...order);
      group.hidden = order.every((option) => option.hidden);
      return [group, Math.max(...points.values())] as const;
    });
    this.append(...rated.toSorted((a, b) => b[1] - a[1]).map(([group]) => group));
    if (!query) document.getElementById('palette-found')?.replaceChildren();
    this.#activate(this.#options[0]);
  }

  #showRecent(isWanted: boolean): void {
    const group = this.querySelector<HTMLElement>('[data-recent]');
    const template = this.querySelector('template');
    if (!group || !template) return;
    for (const option of optionsIn(group)) option.remove();
    const choices = isWanted ? recent(this.dataset.owner ?? '') : [];
    for (const [index, choice] of choices.entries()) {
      const known = choice.id ? document.getElementById(choice.id) : null;
      const option = (known ?? template.content.querySelector('a'))?.cloneNode(true);
      if (!(option instanceof HTMLElement) || !(known || choice.href)) continue;
      option.id = `palette-again-${index}`;
      option.hidden = false;
      option.dataset.choice = choice.id;
      if (!known) {
        option.setAttribute('href', choice.href);
        const label = option.querySelector('.palette__label');
        if (label) label.textContent = choice.label;
      }
      group.append(option);
    }
    group.hidden = optionsIn(group).length === 0;
  }

  /** What the server found is there. */
  #found(): void {
    if (!this.#input?.value.trim()) document.getElementById('palette-found')?.replaceChildren();
    const told = this.#dialog?.querySelector<HTMLElement>('[data-told]')?.dataset.told;
    const status = document.getElementById('palette-told');
    if (status && told) status.textContent = told;
    if (!this.#active?.isConnected || this.#active.closest('[hidden]')) this.#activate(this.#options[0]);
    else this.#tellNone();
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const options = this.#options;
    const at = this.#active ? options.indexOf(this.#active) : -1;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length > 0) {
      event.preventDefault();
      this.#activate(options[(at + step + options.length) % options.length]);
    } else if (event.key === 'Enter' && this.#active) {
      event.preventDefault();
      this.#active.click();
    }
  }

  #activate(option: HTMLElement | undefined): void {
    this.#active?.setAttribute('aria-selected', 'false');
    this.#active = option;
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) this.#input?.setAttribute('aria-activedescendant', option.id);
    else this.#input?.removeAttribute('aria-activedescendant');
    this.#tellNone();
  }

  #tellNone(): void {
    document.getElementById('palette-none')?.toggleAttribute('hidden', this.#options.length > 0);
  }

  #click(event: MouseEvent): void {
    if (!(event.target instanceof Element)) return;
    const option = event.target.closest<HTMLElement>('[role="option"]');
    if (!option) return;
    const isOffered = option.dataset.option !== undefined;
    remember(this.dataset.owner ?? '', {
      id: isOffered ? (option.dataset.choice ?? option.id) : '',
      href: isOffered ? '' : (option.getAttribute('href') ?? ''),
      label: isOffered ? '' : (option.querySelector('.palette__label')?.firstChild?.textContent ?? '').trim(),
    });
    const next = this.querySelector<HTMLInputElement>('#palette-form-language [name="next"]');
    if (next) next.value = location.pathname + location.search;
    if (option instanceof HTMLButtonElement) setTimeout(() => this.#dialog?.close());
  }

  #reset(): void {
    const input = this.#input;
    if (input) input.value = '';
    this.#filter();
  }
}

function optionsIn(part: Element): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>('[role="option"]')];
}

customElements.define('command-palette', CommandPalette);
