import { latinOf } from "./governance/latin-of.ts";

/**
 * The words of a name or target, so that `canary_share`, `canaryShare` and `x/canary` all show one.
 * Letters that only look Latin count as what they look like.
 */
export function wordsOf(name: string): readonly string[] {
  const spaced = name
    .normalize("NFKC")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return latinOf(spaced)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/**
 * The first of a name's words that is among the given ones, in one piece or broken in two
 * (`roll_out`).
 */
export function wordAmong(name: string, among: ReadonlySet<string>): string | undefined {
  const words = wordsOf(name);
  const pairs = words.map((word, at) => `${word}${words[at + 1] ?? ""}`);
  return words.find((word) => among.has(word)) ?? pairs.find((word) => among.has(word));
}
