import { decodedPieces } from "./decoded-pieces.ts";
import { type Letters, lettersOf, mirrored, stepsOf } from "./letters.ts";
import { SHINGLE } from "./shingles.ts";
import { joined, unescaped } from "./unescaped.ts";

/** One way to read a text: the steps between its letters, and where each of these stands. */
type Reading = { readonly steps: readonly number[]; readonly at: readonly number[] };

/** What stands in quotes; a colon behind it makes it a name, without one it is a value. */
const QUOTED = /"((?:[^"\\\n]|\\.)*)"(\s*:)?|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;

/**
 * The ways in which a text could hand somebody else's words on: as it stands, its values or its
 * names alone (other words may stand between them), decoded, and each of these moved along the
 * alphabet, mirrored, and backwards.
 */
export function readingsOf(text: string): readonly Reading[] {
  const plain = unescaped(text);
  const glued = joined(plain);
  const pieces = [...decodedPieces(plain), ...(glued === plain ? [] : decodedPieces(glued))];
  return [
    lettersOf(plain),
    ...quotedIn(plain),
    inOrder(pieces.map(({ text: decoded, at }) => placed(decoded, at))),
  ]
    .filter(({ codes }) => codes.length > SHINGLE)
    .flatMap(turned);
}

function quotedIn(text: string): readonly Letters[] {
  const names: Letters[] = [];
  const values: Letters[] = [];
  for (const match of text.matchAll(QUOTED)) {
    const piece = match[1] ?? match[3] ?? match[4] ?? "";
    (match[2] === undefined ? values : names).push(lettersOf(piece, match.index));
  }
  return names.length + values.length === 0 ? [] : [inOrder(values), inOrder(names)];
}

/** A decoded text stands where its code stands. */
function placed(text: string, at: number): Letters {
  const { codes } = lettersOf(text);
  return { codes, at: codes.map(() => at) };
}

/** Loops, because every text that a change brings passes here several times. */
function inOrder(pieces: readonly Letters[]): Letters {
  const codes: number[] = [];
  const at: number[] = [];
  for (const piece of pieces) {
    for (const code of piece.codes) codes.push(code);
    for (const place of piece.at) at.push(place);
  }
  return { codes, at };
}

function turned({ codes, at }: Letters): readonly Reading[] {
  const forward = stepsOf(codes);
  const backward = stepsOf(codes.toReversed());
  const reversed = at.toReversed();
  return [
    { steps: forward, at },
    { steps: mirrored(forward), at },
    { steps: backward, at: reversed },
    { steps: mirrored(backward), at: reversed },
  ];
}
