import type { SuiteItem } from "../ir/parse-suite.ts";
import { isJsonObject, type Json } from "../kernel/json.ts";

/** Words that two inputs share, of all the words of both, from which one gives the other away. */
const NEAR = 0.8;

type Bag = { readonly item: SuiteItem; readonly words: readonly string[] };

/** Items of a suite that nearly repeat an earlier one, each with it. */
export function repeatsWithin(
  items: readonly SuiteItem[],
): readonly (readonly [SuiteItem, SuiteItem])[] {
  const bags = bagsOf(items, countWords(items));
  const known = new Index();
  return bags.flatMap((bag) => {
    const match = known.find(bag);
    known.add(bag);
    return match === undefined ? [] : [[bag.item, match.item] as const];
  });
}

/** Items of which something that proposers can read nearly says the input, each with it. */
export function repeatsOf(
  items: readonly SuiteItem[],
  shown: readonly SuiteItem[],
): readonly (readonly [SuiteItem, SuiteItem])[] {
  const counts = countWords([...items, ...shown]);
  const known = new Index();
  for (const bag of bagsOf(shown, counts)) known.add(bag);
  return bagsOf(items, counts).flatMap((bag) => {
    const match = known.find(bag);
    return match === undefined ? [] : [[bag.item, match.item] as const];
  });
}

/**
 * Finds near repetitions without comparing all with all: two bags that share four fifths of their
 * words share one of the rarest words of each.
 */
class Index {
  readonly #bags = new Map<string, Bag[]>();

  add(bag: Bag): void {
    for (const word of rarestOf(bag)) {
      const known = this.#bags.get(word);
      if (known === undefined) this.#bags.set(word, [bag]);
      else known.push(bag);
    }
  }

  find(bag: Bag): Bag | undefined {
    const own = new Set(bag.words);
    const seen = new Set<Bag>();
    for (const word of rarestOf(bag)) {
      for (const other of this.#bags.get(word) ?? []) {
        if (seen.has(other)) continue;
        seen.add(other);
        if (likeness(own, other.words) >= NEAR) return other;
      }
    }
    return undefined;
  }
}

function rarestOf({ words }: Bag): readonly string[] {
  return words.slice(0, words.length - Math.ceil(NEAR * words.length) + 1);
}

function likeness(own: ReadonlySet<string>, words: readonly string[]): number {
  const shared = words.filter((word) => own.has(word)).length;
  return shared / (own.size + words.length - shared);
}

function countWords(items: readonly SuiteItem[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { input } of items) {
    for (const word of wordsOf(input)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Rarest words first; equally rare ones by the alphabet, so that both sides cut alike. */
function bagsOf(items: readonly SuiteItem[], counts: ReadonlyMap<string, number>): readonly Bag[] {
  const rarity = (word: string): number => counts.get(word) ?? 0;
  return items.map((item) => ({
    item,
    words: [...wordsOf(item.input)].sort(
      (left, right) => rarity(left) - rarity(right) || (left < right ? -1 : 1),
    ),
  }));
}

/** Letters and digits in small print, of everything that an input says; never empty. */
function wordsOf(input: Json): ReadonlySet<string> {
  const words = textOf(input)
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return new Set(words ?? [textOf(input)]);
}

function textOf(value: Json): string {
  if (Array.isArray(value)) return value.map(textOf).join(" ");
  if (isJsonObject(value))
    return Object.values(value)
      .map((member) => textOf(member))
      .join(" ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
