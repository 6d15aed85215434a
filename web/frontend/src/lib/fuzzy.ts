/** How well typed words fit a label. Pure. */

/** Without accents and in lower case, so that `uber` finds `Über`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
}

/** 0 when a word is not in the label at all; the more, the better: the beginning of a word, initials, any part, its letters in order. */
export function score(query: string, label: string): number {
  const text = fold(label);
  let sum = 0;
  for (const word of fold(query).split(/\s+/).filter(Boolean)) {
    const points = scoreWord(word, text);
    if (points === 0) return 0;
    sum += points;
  }
  return sum;
}

function scoreWord(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 5;
  if (text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 4;
  if (isInitials(word, text)) return 3;
  if (at > 0) return 2;
  return word.length > 2 && isInOrder(word, text) ? 1 : 0;
}

/** `ng` is New Generation. */
function isInitials(word: string, text: string): boolean {
  const initials = text.split(/[^\p{L}\p{N}]+/u).map((part) => part.charAt(0));
  return word.length > 1 && initials.join('').startsWith(word);
}

/** The letters stand in the text in this order, close to one another: a slip of the finger, not chance. */
function isInOrder(word: string, text: string): boolean {
  let at = -1;
  let first = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
    if (first < 0) first = at;
  }
  return at - first < word.length * 2;
}
