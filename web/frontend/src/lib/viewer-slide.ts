/** What PhotoSwipe is told of a link to a picture, and how it shows a video. */
import type { SlideData } from 'photoswipe';

export interface Slide extends SlideData {
  /** Where the video comes from, when it is one. */
  video?: string;
}

/** The longest side of the largest thumbnail. */
const THUMB = 1024;

/** Sized as the original, which is loaded once more than the thumbnail is to be seen. */
export function slide(link: HTMLAnchorElement): Slide {
  const picture = link.querySelector('img');
  const { lightbox = '', original = '', video } = link.dataset;
  const [width, height] = [Number(link.dataset.width ?? 1), Number(link.dataset.height ?? 1)];
  const alt = picture?.alt || (link.textContent ?? '').trim();
  if (video) return { type: 'video', video, msrc: lightbox, width, height, alt };
  const shown: Slide = { src: lightbox, msrc: picture?.currentSrc || lightbox, width, height, alt };
  const longest = Math.max(width, height);
  if (original && longest > THUMB) {
    shown.srcset = `${lightbox} ${Math.round((width * THUMB) / longest)}w, ${original} ${width}w`;
  }
  return shown;
}

/** A video that loads nothing until it is played. */
export function player({ video = '', msrc = '', alt = '' }: Slide): HTMLDivElement {
  const element = document.createElement('video');
  Object.assign(element, { src: video, poster: msrc, controls: true, loop: true, playsInline: true, preload: 'none' });
  element.className = 'lightbox__video';
  element.setAttribute('aria-label', alt);
  const frame = document.createElement('div');
  frame.append(element);
  return frame;
}
