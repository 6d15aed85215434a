/** The keys of every page. They do nothing while somebody types, holds a modifier, or looks at a dialog. */
import { acts } from '../shortcuts.json';
import { type Act, KeySequence, keyMap } from './key-map';
import { openPalette } from './palette-door';
import { openSheet } from './sheet';

/** Where keys mean themselves. */
const TYPING =
  'input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"], [type="submit"]), textarea, select, [contenteditable], [role="application"]';

export function watchShortcuts(): void {
  const sequence = new KeySequence(keyMap(acts as Act[], document.body.dataset.keys));
  document.addEventListener('keydown', (event) => {
    if (!isPlain(event)) return;
    const act = sequence.press(event.key.toLowerCase(), event.timeStamp);
    if (act && perform(act)) event.preventDefault();
  });
}

function isPlain(event: KeyboardEvent): boolean {
  const isModified = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && /^\p{L}$/u.test(event.key));
  const isOurs =
    event.key.length === 1 && event.key !== ' ' && !(event.defaultPrevented || event.repeat || event.isComposing);
  const isTyping = event.target instanceof Element && event.target.closest(TYPING) !== null;
  return isOurs && !isModified && !isTyping && !document.querySelector('dialog:modal');
}

function perform(act: Act): boolean {
  if (act.href !== undefined) return go(act.href);
  if (act.id === 'help') return openSheet('keys') !== false;
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
  if (!field?.checkVisibility()) return openPalette();
  field.focus();
  field.select();
  return true;
}

/** A page is not loaded over itself: what was typed there would be lost. */
function go(href: string): boolean {
  if (location.pathname !== href) location.assign(href);
  else document.querySelector<HTMLElement>('main textarea, main')?.focus();
  return true;
}
