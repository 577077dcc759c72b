import { sha256Hex } from "../kernel/digest.ts";
import type { SuiteItem } from "../ir/parse-suite.ts";
import type { AskedItem } from "./epochs.ts";

/**
 * The items of a suite in the order in which they are asked: clusters in random order, their items
 * together. The salt shuffles them, so nobody chooses the order and everybody finds the same one; in
 * random order each cluster is one observation of the population.
 */
export function shuffled(items: readonly SuiteItem[], salt: string): readonly SuiteItem[] {
  const placeOf = (name: string): string => sha256Hex(`${salt}:${name}`);
  return items
    .map((item) => ({ item, place: placeOf(`c:${item.cluster}`) + placeOf(`i:${item.id}`) }))
    .sort((left, right) => (left.place < right.place ? -1 : 1))
    .map(({ item }) => item);
}

/** A sealed suite as it is offered to one pair: its items in order, which may grow later. */
export type Shard = {
  readonly items: readonly AskedItem[];
  /** Most questions that the charter lets it be asked; all of them where it says nothing. */
  readonly size?: number;
  readonly unitOf: (item: AskedItem) => string;
};

/**
 * The items that a pair may be asked, those that it has answered first: what was looked at stays the
 * beginning, whatever was added to the suite since. A unit that was answered is closed; an item that
 * joined it later would change an observation that was looked at.
 */
export function offerOf(
  { items, size = items.length, unitOf }: Shard,
  answered: ReadonlySet<string>,
): readonly AskedItem[] {
  const known = items.filter(({ id }) => answered.has(id));
  const closed = new Set(known.map(unitOf));
  const fresh = items.filter((item) => !closed.has(unitOf(item)));
  return [...known, ...fresh].slice(0, size);
}

/** Where each unit of a run of items ends: `ends[k - 1]` items are the first k units. */
export function unitEnds(items: readonly AskedItem[], unitOf: Shard["unitOf"]): readonly number[] {
  return items.flatMap((item, at) => {
    const next = items[at + 1];
    return next !== undefined && unitOf(next) === unitOf(item) ? [] : [at + 1];
  });
}
