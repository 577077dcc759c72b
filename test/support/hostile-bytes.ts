import { generateDocument } from "./differential/generate-document.ts";
import { NASTY_CHARACTERS, NASTY_LINES, NASTY_VALUES } from "./differential/nasty-fragments.ts";
import { type Random, randomOf } from "./differential/random.ts";

/** Pieces that cost a parser more the more often they stand. */
const REPEATED: readonly string[] = [
  ..."[ ] { } [] {} - ? : , ' \" \\ # & * ! | > a 1 1. 0, 1e9, 😀 \u0301 \u200b \ufeff \ufffd".split(
    " ",
  ),
  ...'["]", {a: [a: [[], {"a": [{"a": "\\n \\u0041 e\u0301 \t \r \0 \'a\''.split(" "),
  "- - ",
  "? ? ",
  "{a: [",
  "a: b\n",
  "- a\n",
  "# c\n",
  "\n",
  "\n ",
  "a: |\n  x\n",
  "a:\n",
  "&a *a ",
  "<<: *a\n",
  "!!a ",
  "---\n",
  "...\n",
  "%YAML 1.2\n",
];

const LARGEST = 1024 * 1024 + 16;

/** The bytes of one seed: noise, a file that was damaged, or one piece over and over. */
export function hostileBytes(seed: number, files: readonly Uint8Array[]): Uint8Array {
  const random = randomOf(seed);
  switch (random.below(8)) {
    case 0:
      return noise(random);
    case 1:
    case 2:
      return encode(generateDocument(seed));
    case 3:
      return repeated(random);
    default:
      return damaged(random, random.pick(files));
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function noise(random: Random): Uint8Array {
  return Uint8Array.from({ length: random.below(2000) }, () => random.below(256));
}

function repeated(random: Random): Uint8Array {
  const piece = random.pick(REPEATED);
  const wanted = random.pick([100, 2000, 20_000, 131_060, random.chance(0.05) ? LARGEST : 1000]);
  const body = piece.repeat(Math.ceil(wanted / piece.length));
  const [before, after] = random.pick([
    ["", ""],
    ["a: ", "\n"],
    ['{"a": ', "}"],
    ["a: [", "]\n"],
    ["a: {", "}\n"],
    ['a: "', '"\n'],
    ["a: '", "'\n"],
    ["a: |\n  ", "\n"],
    ["a: [1, # ", "\n"],
    ["a:\n  - ", "\n"],
  ] as const);
  return encode(before + body + after).subarray(0, random.chance(0.9) ? undefined : wanted >> 1);
}

function damaged(random: Random, file: Uint8Array): Uint8Array {
  let bytes = file;
  for (let left = 1 + random.below(6); left > 0; left -= 1) {
    const at = random.below(bytes.length + 1);
    const cut = random.chance(0.5) ? 0 : random.below(random.chance(0.1) ? bytes.length + 1 : 8);
    bytes = joined(bytes.subarray(0, at), inserted(random, bytes), bytes.subarray(at + cut));
  }
  return bytes;
}

function inserted(random: Random, bytes: Uint8Array): Uint8Array {
  switch (random.below(5)) {
    case 0:
      return Uint8Array.of(random.below(256));
    case 1:
      return encode(random.pick(NASTY_CHARACTERS));
    case 2:
      return encode(random.pick(NASTY_VALUES));
    case 3:
      return encode(`\n${random.pick(NASTY_LINES)}\n`);
    default: {
      const from = random.below(bytes.length + 1);
      return bytes.subarray(from, from + random.below(200));
    }
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
