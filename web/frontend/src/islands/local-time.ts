/** `<local-time hx-morph-skip>` around a `<time>` in UTC: writes it in the reader's time zone. */
class LocalTime extends HTMLElement {
  connectedCallback(): void {
    const time = this.querySelector('time');
    const moment = time ? new Date(time.dateTime) : undefined;
    if (!time || !moment || Number.isNaN(moment.getTime())) return;
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
    time.title = time.textContent ?? '';
    time.textContent = format.format(moment);
  }
}

customElements.define('local-time', LocalTime);
