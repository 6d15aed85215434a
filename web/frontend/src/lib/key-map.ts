/** Which keys do what on every page. Pure. */

/** An entry of `shortcuts.json`. */
export interface Act {
  id: string;
  /** One key, or two with a space between them. */
  keys: string;
  /** The page that the keys lead to. */
  href?: string;
}

/** How long the second key may take, in milliseconds. */
const PATIENCE_MS = 1500;

/** What keys do. `changes` is what the server says of a user: nothing, `off`, or other keys by id as JSON. */
export function keyMap(acts: readonly Act[], changes = ''): Map<string, Act> {
  if (changes === 'off') return new Map();
  const other = (changes ? JSON.parse(changes) : {}) as Record<string, string>;
  const pairs = acts.map((act) => [other[act.id] ?? act.keys, act] as const);
  return new Map(pairs.filter(([keys]) => keys !== ''));
}

/** Keys that are pressed one after the other. */
export class KeySequence {
  readonly #map: Map<string, Act>;
  #first = '';
  #at = 0;

  constructor(map: Map<string, Act>) {
    this.#map = map;
  }

  /** What this key sets off, the one before it considered; `now` in milliseconds. A second key that fits nothing does nothing. */
  press(key: string, now: number): Act | undefined {
    const isSecond = this.#first !== '' && now - this.#at < PATIENCE_MS;
    const keys = isSecond ? `${this.#first} ${key}` : key;
    const begins = !isSecond && [...this.#map.keys()].some((other) => other.startsWith(`${key} `));
    this.#first = begins ? key : '';
    this.#at = now;
    return this.#map.get(keys);
  }
}
