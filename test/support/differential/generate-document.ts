import { NASTY_CHARACTERS, NASTY_LINES, NASTY_VALUES } from "./nasty-fragments.ts";
import { type Random, randomOf } from "./random.ts";
import { writeDocument } from "./write-document.ts";

/** The document of one seed: written in the profile, and then, more often than not, made worse. */
export function generateDocument(seed: number): string {
  const random = randomOf(seed);
  const written = random.chance(0.03) ? random.pick(NASTY_VALUES) : writeDocument(random);
  if (random.chance(0.55)) return written;
  let text = written;
  for (let left = 1 + random.below(3); left > 0; left -= 1)
    text = random.pick(MUTATIONS)(text, random);
  return wellFormed(text);
}

/** A cut through a pair of surrogates leaves halves, which no file can hold. */
function wellFormed(text: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}

type Mutate = (text: string, random: Random) => string;

const MUTATIONS: readonly Mutate[] = [
  (text, random) => replaceValue(text, random.pick(NASTY_VALUES), random),
  (text, random) => replaceValue(text, random.pick(NASTY_VALUES), random),
  (text, random) => insertLine(text, random.pick(NASTY_LINES), random),
  (text, random) => splice(text, random.pick(NASTY_CHARACTERS), random),
  (text, random) => splice(text, random.pick(NASTY_VALUES), random),
  cutSpan,
  repeatLine,
  indentLine,
  joinLines,
];

/** Puts another value after one of the colons, dashes or commas. */
function replaceValue(text: string, value: string, random: Random): string {
  const places = [...text.matchAll(/(?<=[:,-] )[^\n,\]}]*/g)];
  if (places.length === 0) return `${text}k: ${value}\n`;
  const { index, 0: old } = random.pick(places);
  return text.slice(0, index) + value + text.slice(index + old.length);
}

function insertLine(text: string, line: string, random: Random): string {
  const rows = text.split("\n");
  const at = random.below(rows.length + 1);
  const margin = /^ */.exec(rows[at] ?? rows[at - 1] ?? "")?.[0] ?? "";
  return rows.toSpliced(at, 0, (random.chance(0.7) ? margin : "") + line).join("\n");
}

function splice(text: string, inserted: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + inserted + text.slice(at + random.below(2));
}

function cutSpan(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + 1 + random.below(6));
}

function repeatLine(text: string, random: Random): string {
  const rows = text.split("\n");
  return rows.toSpliced(random.below(rows.length), 0, random.pick(rows)).join("\n");
}

function indentLine(text: string, random: Random): string {
  const rows = text.split("\n");
  const at = random.below(rows.length);
  const row = rows[at] ?? "";
  return rows.with(at, random.chance(0.5) ? ` ${row}` : row.replace(/^ {1,2}/, "")).join("\n");
}

function joinLines(text: string, random: Random): string {
  const breaks = [...text.matchAll(/\n/g)].map(({ index }) => index);
  if (breaks.length === 0) return text;
  const at = random.pick(breaks);
  return text.slice(0, at) + random.pick(["", " ", "\n\n", "\n \n"]) + text.slice(at + 1);
}
