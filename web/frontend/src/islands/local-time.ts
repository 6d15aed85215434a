/** `<local-time hx-morph-skip>` around a `<time>` in UTC: writes it in the time zone that the user chose, or else the reader's. */
class LocalTime extends HTMLElement {
  connectedCallback(): void {
    const time = this.querySelector('time');
    const moment = time ? new Date(time.dateTime) : undefined;
    if (!time || !moment || Number.isNaN(moment.getTime())) return;
    time.title = time.textContent ?? '';
    time.textContent = formatter(document.documentElement.dataset.timeZone).format(moment);
  }
}

function formatter(timeZone: string | undefined): Intl.DateTimeFormat {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
  try {
    return new Intl.DateTimeFormat(document.documentElement.lang, { ...style, timeZone });
  } catch {
    // A zone that the studio knows and this browser does not.
    return new Intl.DateTimeFormat(document.documentElement.lang, style);
  }
}

customElements.define('local-time', LocalTime);
