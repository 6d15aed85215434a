/** Opens the command palette by its button or Ctrl/Cmd+K. What is in it is loaded when it is opened for the first time. */
import { forget } from './recent';
import { openSheet } from './sheet';

export function watchPaletteDoor(): void {
  document.addEventListener('keydown', (event) => {
    const isDoor =
      (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';
    if (isDoor && !event.defaultPrevented && openPalette()) event.preventDefault();
  });
  document.addEventListener('click', (event) => {
    const door = event.target instanceof Element ? event.target.closest('[data-palette]') : null;
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (door && isPlain && openPalette()) event.preventDefault();
  });
  document.addEventListener('submit', ({ target }) => {
    // Not the property: a button named `action` takes its place.
    if (target instanceof HTMLFormElement && target.getAttribute('action') === '/logout') forget();
  });
}

/** `false` where there is none, or where another dialog is open. */
export function openPalette(): boolean {
  const dialog = openSheet('palette', '#palette-entries');
  if (dialog) dialog.querySelector<HTMLInputElement>('input')?.focus();
  return dialog !== false;
}
