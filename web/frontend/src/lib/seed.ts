/** Seeds are whole numbers of 32 bits: 0 to 4,294,967,295. */
export const MAX_SEED = 0xffff_ffff;

/** A seed as the text of its field. */
export function randomSeed(
  random: (into: Uint32Array<ArrayBuffer>) => Uint32Array<ArrayBuffer> = (into) => crypto.getRandomValues(into),
): string {
  return String(random(new Uint32Array(1))[0] ?? 0);
}

/** Whether the text of the field is a seed; an empty field asks for a random one. */
export function isSeed(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= MAX_SEED;
}
