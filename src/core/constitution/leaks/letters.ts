import { plainText } from "./plain-words.ts";

/**
 * The letters of a text in a row, everything between them left out: spaces, punctuation, quotes,
 * `" + "`, digits. `at` says where in the text each one stands.
 */
export type Letters = { readonly codes: readonly number[]; readonly at: readonly number[] };

const A = 97;
const ALPHABET = 26;

/** a–z as 0–25, letters of other scripts by their code point. */
export function lettersOf(text: string): Letters {
  const letters = { codes: [], at: [] };
  addLetters(letters, text, 0);
  return letters;
}

export type Growing = { readonly codes: number[]; readonly at: number[] };

/** Adds the letters of a text that begins at a place of a longer one. */
export function addLetters({ codes, at }: Growing, text: string, from: number): void {
  const plain = plainText(text);
  // Folding may change lengths; then the place is as near as the shorter text allows.
  const last = text.length - 1;
  for (let index = 0; index < plain.length; index += 1) {
    const code = letterAt(plain, index);
    if (code === undefined) continue;
    codes.push(code);
    at.push(from + Math.min(index, last));
  }
}

function letterAt(text: string, index: number): number | undefined {
  const code = text.charCodeAt(index);
  if (code >= A && code < A + ALPHABET) return code - A;
  if (code < 128) return undefined;
  return /\p{L}/u.test(text[index] ?? "") ? code : undefined;
}

/**
 * The steps from letter to letter. A text moved along the alphabet has the same steps, whatever
 * the distance; mirrored (a for z) it has the opposite ones.
 */
export function stepsOf(codes: readonly number[]): readonly number[] {
  const steps: number[] = [];
  for (let at = 1; at < codes.length; at += 1) {
    steps.push(stepBetween(codes[at - 1] ?? 0, codes[at] ?? 0));
  }
  return steps;
}

/** The same for the letters read from the last to the first. */
export function stepsBackOf(codes: readonly number[]): readonly number[] {
  const steps: number[] = [];
  for (let at = codes.length - 1; at > 0; at -= 1) {
    steps.push(stepBetween(codes[at] ?? 0, codes[at - 1] ?? 0));
  }
  return steps;
}

function stepBetween(from: number, to: number): number {
  const isLatin = from < ALPHABET && to < ALPHABET;
  return isLatin ? (to - from + ALPHABET) % ALPHABET : ALPHABET + from * 31 + to;
}

/** The steps of the text read in the mirror of the alphabet. */
export function mirrored(steps: readonly number[]): readonly number[] {
  const opposite: number[] = [];
  for (const step of steps) opposite.push(step < ALPHABET ? (ALPHABET - step) % ALPHABET : step);
  return opposite;
}
