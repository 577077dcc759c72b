import { latinOf } from "./governance/latin-of.ts";

const SIGN = /[^A-Za-z0-9]/;

const PLAIN = /^[\0-\u007f]*$/;

/**
 * The words of a name or target, so that `canary_share`, `canaryShare` and `x/canary` all show one.
 * Letters that only look Latin count as what they look like.
 */
export function wordsOf(name: string): readonly string[] {
  const spaced = (PLAIN.test(name) ? name : name.normalize("NFKC"))
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return latinOf(spaced)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** What any text must match that holds one of some words, and what it must be as long as. */
type Hint = { readonly pattern: RegExp; readonly shortest: number };

/** Word lists are few, and asked for every name. */
const HINTS = new WeakMap<ReadonlySet<string>, Hint>();

function hintOf(among: ReadonlySet<string>): Hint {
  const known = HINTS.get(among);
  if (known !== undefined) return known;
  const words = [...among];
  const shortest = Math.min(...words.map(({ length }) => length));
  const hint = { pattern: new RegExp(words.join("|"), "i"), shortest };
  HINTS.set(among, hint);
  return hint;
}

/**
 * The first of a name's words that is among the given ones, in one piece or broken in two
 * (`roll_out`).
 */
export function wordAmong(name: string, among: ReadonlySet<string>): string | undefined {
  if (!mayHold(name, among)) return undefined;
  const words = wordsOf(name);
  const pairs = words.map((word, at) => `${word}${words[at + 1] ?? ""}`);
  return words.find((word) => among.has(word)) ?? pairs.find((word) => among.has(word));
}

/**
 * False for most names: those that hold none of the words, whatever is done about their signs and
 * capitals. Letters beyond ASCII may look like any other.
 */
export function mayHold(name: string, among: ReadonlySet<string>): boolean {
  if (!PLAIN.test(name)) return true;
  const { pattern, shortest } = hintOf(among);
  if (name.length < shortest) return false;
  return pattern.test(SIGN.test(name) ? name.replace(/[^A-Za-z0-9]+/g, "") : name);
}
