/** `<job-card data-announce>`: tells screen readers when the sentence changes, not each time the card is redrawn. */
class JobCard extends HTMLElement {
  static observedAttributes = ['data-announce'];

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before === null || !now || before === now) return;
    const announcer = document.getElementById('announcer');
    if (announcer) announcer.textContent = now;
  }
}

customElements.define('job-card', JobCard);
