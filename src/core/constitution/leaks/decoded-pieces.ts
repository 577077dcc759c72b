import { hasRow, type Signs, signsOf } from "./rows-of-signs.ts";

/** A text that stands in another one in an encoding, and where that begins. */
export type Piece = { readonly text: string; readonly at: number };

type Encoding = {
  readonly pattern: RegExp;
  readonly decode: (token: string) => string;
  /** What the shortest match is made of, and how long it is: nearly no text has such a row. */
  readonly row: readonly [signs: Signs, length: number];
};

/** In the order of how much they ask of a token. Percent signs and numbers may be set apart. */
const ENCODINGS: readonly Encoding[] = [
  {
    pattern: /(?:%[0-9a-fA-F]{2}[\w.-]{0,40}){4,}/g,
    decode: fromPercent,
    row: [signsOf(/[%\w.-]/), 12],
  },
  {
    pattern: /(?<![0-9A-Za-z])(?:0x)?(?:[0-9a-fA-F]{2}[ :,]?){12,}(?![0-9A-Za-z])/g,
    decode: fromHex,
    row: [signsOf(/[0-9a-fA-F :,]/), 24],
  },
  {
    pattern: /(?<![0-9.])(?:\d{2,3}\s*[,;: ]\s*){11,}\d{2,3}(?![0-9.])/g,
    decode: fromNumbers,
    row: [signsOf(/[\d\s,;:]/), 35],
  },
  {
    pattern: /(?<![A-Za-z0-9])[A-Z2-7]{16,}(?![A-Za-z0-9])/g,
    decode: (token) => fromBits(token, BASE32, 5),
    row: [signsOf(/[A-Z2-7]/), 16],
  },
  {
    pattern: /[A-Za-z0-9+/_-]{16,}/g,
    decode: (token) => fromBits(token, BASE64, 6),
    row: [signsOf(/[A-Za-z0-9+/_-]/), 16],
  },
];

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Enough of what came out must be text for it to have been an encoding. */
const READABLE = 0.85;

/** Four bytes behind percent signs: every encoding needs as much. */
const SHORTEST = 12;

const NONE: readonly Piece[] = [];

/** Everything in a text that reads as text once decoded. */
export function decodedPieces(text: string): readonly Piece[] {
  if (text.length < SHORTEST) return NONE;
  const possible = ENCODINGS.filter(({ row: [signs, length] }) => hasRow(text, signs, length));
  if (possible.length === 0) return NONE;
  return possible.flatMap(({ pattern, decode }) =>
    [...text.matchAll(pattern)]
      .map(({ 0: token, index }) => ({ text: decode(token), at: index }))
      .filter((piece) => isReadable(piece.text)),
  );
}

function isReadable(text: string): boolean {
  const letters = text.match(/[\p{L}\s,.?!']/gu) ?? [];
  return text.length > 0 && letters.length / text.length >= READABLE;
}

function fromPercent(token: string): string {
  const bytes = token.replaceAll(/%([0-9a-fA-F]{2})/g, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return utf8Of(Array.from(bytes, (letter) => letter.charCodeAt(0)));
}

function fromHex(token: string): string {
  const pairs =
    token
      .replace(/^0x/, "")
      .replaceAll(/[^0-9a-fA-F]/g, "")
      .match(/../g) ?? [];
  return utf8Of(pairs.map((pair) => Number.parseInt(pair, 16)));
}

function fromNumbers(token: string): string {
  return utf8Of((token.match(/\d+/g) ?? []).map(Number));
}

function fromBits(token: string, alphabet: string, width: number): string {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of token.replaceAll("-", "+").replaceAll("_", "/")) {
    held = ((held << width) | alphabet.indexOf(letter)) & 0xffff;
    bits += width;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return utf8Of(bytes);
}

function utf8Of(bytes: readonly number[]): string {
  return new TextDecoder().decode(Uint8Array.from(bytes.map((byte) => byte & 0xff)));
}
