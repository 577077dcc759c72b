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
  for (const { words, at } of groupsIn(unescaped(text))) {
    const bag = bagOf(words);
    if (bag.size < FEWEST || bag.size > MOST) continue;
    const item = itemOf(bag, index);
    if (item !== undefined && !found.has(item)) found.set(item, at);
  }
  return found;
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
  const words = plainWords(text).filter((word) => word.length >= 3);
  return new Set(words.map((word) => word.slice(0, 4)));
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
