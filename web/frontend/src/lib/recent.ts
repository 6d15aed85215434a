/** What was chosen last, kept in this browser for each user until somebody logs out. */

export interface Choice {
  /** The id of an option that is always there; empty for something that was found. */
  id: string;
  /** A path of this site; empty for what is no page. */
  href: string;
  label: string;
}

const PREFIX = 'palette:';
const KEPT = 6;

/** The list with one more on top, each once. Pure. */
export function withChoice(list: Choice[], choice: Choice): Choice[] {
  const same = (other: Choice) => (choice.id ? other.id === choice.id : other.href === choice.href);
  return [choice, ...list.filter((other) => !same(other))].slice(0, KEPT);
}

/** What is kept, without anything that could not have been written by {@link remember}. Pure. */
export function parse(text: string | null): Choice[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list.filter(isChoice).slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

function isChoice(value: unknown): value is Choice {
  const { id, href, label } = (value ?? {}) as Record<string, unknown>;
  const isPath = typeof href === 'string' && (href === '' || /^\/(?![/\\])/.test(href));
  return typeof id === 'string' && isPath && typeof label === 'string';
}

export function recent(owner: string): Choice[] {
  try {
    return parse(localStorage.getItem(PREFIX + owner));
  } catch {
    return []; // Storage is switched off.
  }
}

export function remember(owner: string, choice: Choice): void {
  try {
    localStorage.setItem(PREFIX + owner, JSON.stringify(withChoice(recent(owner), choice)));
  } catch {
    // Then nothing is remembered.
  }
}

/** Of everybody. */
export function forget(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Then there is nothing.
  }
}
