/** Loads a custom element's file when its tag first appears on the page, at the start or after a swap. */

const ISLANDS: Record<string, () => Promise<unknown>> = {
  'command-palette': () => import('../islands/command-palette'),
  'compare-view': () => import('../islands/compare-view'),
  'copy-button': () => import('../islands/copy-button'),
  'gallery-grid': () => import('../islands/gallery-grid'),
  'job-card': () => import('../islands/job-card'),
  'list-filter': () => import('../islands/list-filter'),
  'local-time': () => import('../islands/local-time'),
  'mask-painter': () => import('../islands/mask-painter'),
  'param-form': () => import('../islands/param-form'),
  'picture-slot': () => import('../islands/picture-slot'),
  'seed-field': () => import('../islands/seed-field'),
  'theme-switch': () => import('../islands/theme-switch'),
  'toast-stack': () => import('../islands/toast-stack'),
};

/** Tags that are not loaded yet. */
const waiting = new Set(Object.keys(ISLANDS));

function scan(): void {
  for (const tag of waiting) {
    if (!document.querySelector(tag)) continue;
    waiting.delete(tag);
    ISLANDS[tag]?.().catch(() => waiting.add(tag));
  }
}

export function defineIslands(): void {
  scan();
  document.addEventListener('htmx:after:swap', scan);
}
