/** Opens the command palette by its button or Ctrl/Cmd+K. What is in it is loaded when it is opened for the first time. */

export function watchPaletteDoor(): void {
  document.addEventListener('keydown', (event) => {
    const isDoor = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';
    if (!isDoor || event.defaultPrevented || !openPalette()) return;
    event.preventDefault();
  });
  document.addEventListener('click', (event) => {
    const door = event.target instanceof Element ? event.target.closest('[data-palette]') : null;
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (door && isPlain && openPalette()) event.preventDefault();
  });
  document.addEventListener('submit', ({ target }) => {
    const isLeaving = target instanceof HTMLFormElement && new URL(target.action).pathname === '/logout';
    if (isLeaving) void import('./recent').then(({ forget }) => forget());
  });
}

/** `false` where there is none, or where another dialog is open. */
export function openPalette(): boolean {
  const dialog = document.querySelector<HTMLDialogElement>('#palette');
  const entries = dialog?.querySelector('#palette-entries');
  if (!dialog || !entries || document.querySelector('dialog:modal')) return false;
  dialog.showModal();
  dialog.querySelector<HTMLInputElement>('input')?.focus();
  if (!entries.firstElementChild) {
    void window.htmx.ajax('GET', dialog.dataset.href ?? '', { source: entries, target: entries, swap: 'innerHTML' });
  }
  return true;
}
