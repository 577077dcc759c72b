import type { Suite, SuiteItem } from "../ir/parse-suite.ts";
import { sha256Hex } from "../kernel/digest.ts";
import { repeatsWithin } from "./near-repeats.ts";
import { type Seal, type Shard, shardDigest } from "./seal.ts";

export type Cutting = {
  readonly ref: string;
  /** Secret: whoever has it finds every shard again. */
  readonly salt: string;
  /** Share of the items that no gate will ever ask; 0 for none. */
  readonly audit: number;
  /** Items in a query shard, at the least. */
  readonly shard: number;
};

/**
 * Splits a suite in an order that the salt alone decides. What hangs together goes into one shard:
 * the items of a cluster, and items that nearly repeat each other, or the audit shard would have been
 * asked under another name.
 */
export function cutShards(suite: Suite, cutting: Cutting): Seal {
  const { ref, salt, audit } = cutting;
  const groups = groupsOf(suite.items, salt);
  const audited = takeItems(groups, Math.round(audit * suite.items.length));
  const kept = audited.length === 0 ? [] : [shardOf("audit", audited, salt)];
  const rest = groups.slice(audited.length);
  return { ref, salt, suite: suite.digest, shards: [...kept, ...cutQueries(rest, cutting, 1)] };
}

/** The same custody over more items: what was placed stays, what is new makes fresh query shards. */
export function addShards(seal: Seal, grown: Suite, shard: number): Seal {
  const placed = new Set(seal.shards.flatMap(({ items }) => items));
  const fresh = grown.items.filter(({ id }) => !placed.has(id));
  const first = seal.shards.filter(({ role }) => role === "query").length + 1;
  const cut = cutQueries(groupsOf(fresh, seal.salt), { salt: seal.salt, shard }, first);
  return { ...seal, suite: grown.digest, shards: [...seal.shards, ...cut] };
}

type Group = readonly SuiteItem[];

function cutQueries(
  groups: readonly Group[],
  { salt, shard }: Pick<Cutting, "salt" | "shard">,
  first: number,
): readonly Shard[] {
  const items = groups.reduce((sum, group) => sum + group.length, 0);
  const count = Math.max(1, Math.floor(items / shard));
  const shards: Shard[] = [];
  let rest = groups;
  let left = items;
  for (let at = 0; at < count && rest.length > 0; at += 1) {
    const own = at === count - 1 ? rest : takeItems(rest, Math.ceil(left / (count - at)));
    shards.push(shardOf(`query-${first + at}`, own, salt));
    rest = rest.slice(own.length);
    left -= own.flat().length;
  }
  return shards;
}

/** As many whole groups as it takes to have so many items. */
function takeItems(groups: readonly Group[], wanted: number): readonly Group[] {
  let items = 0;
  const end = groups.findIndex((group) => {
    if (items >= wanted) return true;
    items += group.length;
    return false;
  });
  return end < 0 ? groups : groups.slice(0, end);
}

function shardOf(name: string, groups: readonly Group[], salt: string): Shard {
  const items = groups.flat();
  return {
    name,
    role: name === "audit" ? "audit" : "query",
    digest: shardDigest(salt, items),
    items: items.map(({ id }) => id),
  };
}

/** Clusters, joined where an item of one nearly repeats an item of another, in the salt's order. */
function groupsOf(items: readonly SuiteItem[], salt: string): readonly Group[] {
  const parents = new Map(items.map(({ cluster }) => [cluster, cluster]));
  const rootOf = (cluster: string): string => {
    const parent = parents.get(cluster) ?? cluster;
    return parent === cluster ? cluster : rootOf(parent);
  };
  for (const [left, right] of repeatsWithin(items)) {
    parents.set(rootOf(left.cluster), rootOf(right.cluster));
  }
  const groups = new Map<string, SuiteItem[]>();
  for (const item of items) {
    const root = rootOf(item.cluster);
    const known = groups.get(root);
    if (known === undefined) groups.set(root, [item]);
    else known.push(item);
  }
  const placeOf = (name: string): string => sha256Hex(`${salt}:${name}`);
  return [...groups.values()]
    .map((group) => ({ group, place: placeOf(group.map(({ id }) => id).sort()[0] ?? "") }))
    .sort((left, right) => (left.place < right.place ? -1 : 1))
    .map(({ group }) => group);
}
