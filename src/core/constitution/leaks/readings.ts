import { decodedPieces } from "./decoded-pieces.ts";
import { addLetters, type Growing, type Letters, lettersOf } from "./letters.ts";
import { SHINGLE } from "./shingles.ts";
import { joined, unescaped } from "./unescaped.ts";

/** What stands in quotes; a colon behind it makes it a name, without one it is a value. */
const QUOTED = /"((?:[^"\\\n]|\\.)*)"(\s*:)?|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;

/**
 * The ways in which a text could hand somebody else's words on: as it stands, its values or its
 * names alone (other words may stand between them), and decoded. Each has enough letters to tell.
 */
export function readingsOf(text: string): readonly Letters[] {
  const plain = unescaped(text);
  const letters = lettersOf(plain);
  return [letters, ...quotedIn(plain), decodedIn(plain)].filter(
    ({ codes }) => codes.length > SHINGLE,
  );
}

function quotedIn(text: string): readonly Letters[] {
  if (!/["'`]/.test(text)) return [];
  const [names, values] = [nothing(), nothing()];
  for (const match of text.matchAll(QUOTED)) {
    const piece = match[1] ?? match[3] ?? match[4] ?? "";
    addLetters(match[2] === undefined ? values : names, piece, match.index);
  }
  return [values, names];
}

/** A decoded text stands where its code stands. */
function decodedIn(plain: string): Letters {
  const glued = joined(plain);
  const read = nothing();
  for (const { text, at } of decodedPieces(plain)) addDecoded(read, text, at);
  if (glued === plain) return read;
  for (const { text, at } of decodedPieces(glued)) addDecoded(read, text, at);
  return read;
}

function addDecoded({ codes, at }: Growing, text: string, place: number): void {
  for (const code of lettersOf(text).codes) {
    codes.push(code);
    at.push(place);
  }
}

function nothing(): Growing {
  return { codes: [], at: [] };
}
