/** Tells the server the browser's time zone by a cookie, so that days in lists are the reader's. What the user chose goes before. */
const YEAR_S = 365 * 24 * 60 * 60;

export function tellTimeZone(): void {
  const cookie = `time_zone=${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  if (document.cookie.split('; ').includes(cookie)) return;
  const secure = location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support.
  document.cookie = `${cookie}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`;
}
