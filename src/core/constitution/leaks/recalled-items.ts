import type { Mutation } from "../../ir/mutation.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { coverageOf, type ItemIndex, noteRecall, type Recall } from "./item-index.ts";
import { formerTexts, type NewText } from "./new-text.ts";
import { readingsOf } from "./readings.ts";

/** Items that a text brings in, with the place of the first of them. */
export type Leak = { readonly items: readonly string[]; readonly place: number };

/** Most of one item is the item; a half of several is no accident either. */
const MOST = 0.75;
const HALF = 0.5;
const SEVERAL = 3;

/** Shingles of one item below which nothing is looked into: less than fourteen letters in a row. */
const FEWEST = 3;

const FORMER = new WeakMap<SystemVersion, { readonly index: ItemIndex; readonly recall: Recall }>();

/**
 * The items that the agent's texts hold and did not hold before, however they are cut up among
 * files: what earlier pull requests left there counts together with what this one adds.
 */
export function recalledItems(
  mutation: Mutation,
  texts: readonly NewText[],
  index: ItemIndex,
): ReadonlyMap<NewText, Leak> {
  const recalls = new Map(texts.map((text) => [text, recallIn([text.text], index)] as const));
  const found = [...recalls.values()].flatMap((recall) => [...recall.values()]);
  if (!found.some(({ size }) => size >= FEWEST)) return new Map();
  const before = formerRecall(mutation, index);
  const leaked = leakedQuotes(index, before, [...recalls.values()]);
  const leaks = new Map<NewText, Leak>();
  for (const [text, recall] of recalls) {
    const fresh = leaked.filter((quote) => isFresh(recall.get(quote), before.get(quote)));
    const [first] = fresh;
    if (first === undefined) continue;
    const items = [...new Set(fresh.map((quote) => index.quotes[quote]?.item ?? ""))];
    leaks.set(text, { items, place: Math.min(...(recall.get(first)?.values() ?? [])) });
  }
  return leaks;
}

/** What the base knows is the same for every change of it. */
function formerRecall(mutation: Mutation, index: ItemIndex): Recall {
  const cached = FORMER.get(mutation.before);
  if (cached?.index === index) return cached.recall;
  const recall = recallIn([...formerTexts(mutation).values()], index);
  FORMER.set(mutation.before, { index, recall });
  return recall;
}

function recallIn(texts: readonly string[], index: ItemIndex): Recall {
  const recall: Recall = new Map();
  for (const text of texts) {
    for (const reading of readingsOf(text)) noteRecall(recall, index, reading);
  }
  return recall;
}

function leakedQuotes(
  { quotes }: ItemIndex,
  before: Recall,
  recalls: readonly Recall[],
): readonly number[] {
  const shares = quotes.map((quote, number) => {
    const known = [...(before.get(number)?.keys() ?? [])];
    const now = new Set([
      ...known,
      ...recalls.flatMap((one) => [...(one.get(number)?.keys() ?? [])]),
    ]);
    const former = coverageOf(quote, known);
    return { number, former, share: now.size === known.length ? former : coverageOf(quote, now) };
  });
  const passing = (bar: number): readonly number[] =>
    shares.filter(({ former, share }) => share >= bar && former < bar).map(({ number }) => number);
  const halves = passing(HALF);
  return halves.length >= SEVERAL ? halves : passing(MOST);
}

function isFresh(
  found: ReadonlyMap<number, number> | undefined,
  known: ReadonlyMap<number, number> | undefined,
): boolean {
  return [...(found?.keys() ?? [])].some((place) => known?.has(place) !== true);
}
