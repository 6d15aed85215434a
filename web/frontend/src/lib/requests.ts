/** What every htmx request of the studio has in common. */

/** The part of htmx's request context that is used here. */
interface RequestContext {
  request: { method: string; headers: Record<string, string>; body?: FormData | URLSearchParams | null };
}

/** Proves the request's origin in a header; the hidden field of plain forms stays out of addresses. */
export function sendCsrfToken(): void {
  document.addEventListener('htmx:config:request', (event) => {
    const { request } = (event as CustomEvent<{ ctx: RequestContext }>).detail.ctx;
    if (request.method === 'GET') {
      request.body?.delete('csrf');
      return;
    }
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
    if (token) request.headers['X-CSRF-Token'] = token;
  });
}

/** A request that got no answer at all becomes a toast; answers with an error status bring their own. */
export function tellAboutFailures(): void {
  document.addEventListener('htmx:error', () => {
    const toasts = document.getElementById('toasts');
    toasts?.dispatchEvent(new CustomEvent('toast', { detail: toasts.dataset.offline ?? '' }));
  });
}
