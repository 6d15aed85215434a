/** Shows the blurred placeholder of pictures that are still on their way. The decoder is loaded when one is needed. */

function waitingPictures(): HTMLImageElement[] {
  const pictures = document.querySelectorAll<HTMLImageElement>('img[data-placeholder]');
  return [...pictures].filter((picture) => !picture.complete || picture.naturalWidth === 0);
}

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

async function show(pictures: HTMLImageElement[]): Promise<void> {
  if (pictures.length === 0) return;
  const { thumbHashToDataURL } = await import('thumbhash');
  for (const picture of pictures) {
    const hash = picture.dataset.placeholder;
    delete picture.dataset.placeholder;
    if (hash && !picture.complete) paint(picture, () => thumbHashToDataURL(decode(hash)));
  }
}

function paint(picture: HTMLImageElement, url: () => string): void {
  try {
    picture.style.backgroundImage = `url(${url()})`;
  } catch {
    return; // A broken hash leaves the average colour.
  }
  picture.addEventListener('load', () => picture.style.removeProperty('background-image'), { once: true });
}

export function watchPlaceholders(): void {
  void show(waitingPictures());
  document.addEventListener('htmx:after:swap', () => void show(waitingPictures()));
}
