import { type Digest, sha256Hex } from "../kernel/digest.ts";
import type { SuiteItem } from "../ir/parse-suite.ts";

/**
 * The items of a suite that are asked, in the order in which they are asked: clusters in random
 * order, their items together. The suite's own digest shuffles them, so nobody chooses the order and
 * everybody finds the same one; in random order each cluster is one observation of the population.
 */
export function shardOf(
  suite: { readonly digest: Digest; readonly items: readonly SuiteItem[] },
  size = suite.items.length,
): readonly SuiteItem[] {
  const placeOf = (name: string): string => sha256Hex(`${suite.digest}:${name}`);
  return suite.items
    .map((item) => ({ item, place: placeOf(`c:${item.cluster}`) + placeOf(`i:${item.id}`) }))
    .sort((left, right) => (left.place < right.place ? -1 : 1))
    .slice(0, size)
    .map(({ item }) => item);
}
