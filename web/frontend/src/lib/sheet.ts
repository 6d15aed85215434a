/** Dialogs of the frame whose content is loaded when they are opened for the first time. */

/**
 * Opens the dialog with this id and fills its part `place` from its `data-href` if that is empty. `false` where there is no such
 * dialog, or where another one is open.
 */
export function openSheet(id: string, place = `#${id}`): HTMLDialogElement | false {
  const dialog = document.querySelector<HTMLDialogElement>(`dialog#${id}`);
  const part = document.querySelector(place);
  if (!dialog || !part || document.querySelector('dialog:modal')) return false;
  dialog.onclick = ({ target }) => {
    const isClosing = target === dialog || (target instanceof Element && target.closest('[data-close]'));
    if (isClosing) dialog.close();
  };
  dialog.showModal();
  if (!part.firstElementChild) {
    void window.htmx.ajax('GET', dialog.dataset.href ?? '', { source: part, target: part, swap: 'innerHTML' });
  }
  return dialog;
}
