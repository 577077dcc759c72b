import { plainWords } from "./plain-words.ts";
import type { SuiteRow } from "./suite-items.ts";
import { unescaped } from "./unescaped.ts";

/** Items by the words they are made of, in whatever order and with whatever endings. */
export type BagIndex = {
  readonly bags: readonly { readonly item: string; readonly size: number }[];
  readonly byWord: ReadonlyMap<string, readonly number[]>;
};

const FEWEST = 5;
const MOST = 60;
/** Five words of three letters, and what keeps them apart. */
const SHORTEST = 19;
/** Letters that a word must have, and those of them that endings leave alone. */
const SHORTEST_WORD = 3;
const STEM = 4;
/** Signs of a group; what is longer is cut. */
const LONGEST_GROUP = 2000;
/** Shares of the item's words that the bag has, and of the bag's words that the item has. */
const OF_ITEM = 0.85;
const OF_BAG = 0.75;

export function indexBags(items: readonly SuiteRow[]): BagIndex {
  const bags: { readonly item: string; readonly size: number }[] = [];
  const byWord = new Map<string, number[]>();
  for (const { id, texts } of items) {
    for (const text of texts) {
      const bag = bagOf(text);
      if (bag.size < FEWEST) continue;
      for (const word of bag) byWord.set(word, [...(byWord.get(word) ?? []), bags.length]);
      bags.push({ item: id, size: bag.size });
    }
  }
  return { bags, byWord };
}

/** The items whose words stand together somewhere: in one string, one line, one list, one object. */
export function reorderedItems(text: string, index: BagIndex): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  if (text.length < SHORTEST) return found;
  const plain = unescaped(text);
  if (plain.length <= LONGEST_GROUP && !knowsEnough(plain, index)) return found;
  for (const { words, at } of groupsIn(plain)) {
    const bag = bagOf(words);
    if (bag.size < FEWEST || bag.size > MOST) continue;
    const item = itemOf(bag, index);
    if (item !== undefined && !found.has(item)) found.set(item, at);
  }
  return found;
}

/**
 * Whether a whole text has as many of the items' words as one group of it would need. Only of a
 * text that no group is cut from: what is cut may end in a piece of a word.
 */
function knowsEnough(text: string, { byWord }: BagIndex): boolean {
  const known = new Set<string>();
  for (const word of plainWords(text)) {
    const stem = word.slice(0, STEM);
    if (word.length >= SHORTEST_WORD && byWord.has(stem) && known.add(stem).size >= FEWEST) {
      return true;
    }
  }
  return false;
}

function itemOf(bag: ReadonlySet<string>, { bags, byWord }: BagIndex): string | undefined {
  const shared = new Map<number, number>();
  for (const word of bag) {
    for (const number of byWord.get(word) ?? []) shared.set(number, (shared.get(number) ?? 0) + 1);
  }
  for (const [number, count] of shared) {
    const { item, size } = bags[number] ?? { item: "", size: Infinity };
    if (count >= FEWEST && count >= size * OF_ITEM && count >= bag.size * OF_BAG) return item;
  }
  return undefined;
}

/** Endings are cut off, and words that are mostly ending or none at all left out. */
function bagOf(text: string): ReadonlySet<string> {
  const words = plainWords(text).filter((word) => word.length >= SHORTEST_WORD);
  return new Set(words.map((word) => word.slice(0, STEM)));
}

type Group = { readonly words: string; readonly at: number };

/** Innermost brackets, strings and lines: wherever somebody would put one message. */
function groupsIn(text: string): readonly Group[] {
  return [
    /\[[^[\]{}]{12,2000}\]|\{[^[\]{}]{12,2000}\}/g,
    /"(?:[^"\\\n]|\\.){12,2000}"/g,
    /[^\n]{12,2000}/g,
  ].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: words, index }) => ({ words, at: index })),
  );
}
