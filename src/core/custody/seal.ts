import type { SuiteItem } from "../ir/parse-suite.ts";
import { jsonOf } from "../ir/json-of.ts";
import { type Digest, digestOfJson } from "../kernel/digest.ts";

/** A part of a sealed suite. Items of one cluster are never in two. */
export type Shard = {
  readonly name: string;
  /** `query` is asked by gates, one after the other; `audit` by people who may read the suite. */
  readonly role: "query" | "audit";
  /** Salted, so that nobody who guesses the items can find out that the guess is right. */
  readonly digest: Digest;
  /** Ids, in the order in which they are asked. */
  readonly items: readonly string[];
};

/** Who holds what of one sealed suite: lies beside it as `<ref>.seal.json`. */
export type Seal = {
  readonly ref: string;
  /** Of the bytes of `<ref>.jsonl`. */
  readonly suite: Digest;
  readonly salt: string;
  readonly shards: readonly Shard[];
};

export function queryShards({ shards }: Pick<Seal, "shards">): readonly Shard[] {
  return shards.filter(({ role }) => role === "query");
}

/** What a shard is called in decisions and in the record: its items under the seal's secret. */
export function shardDigest(salt: string, items: readonly SuiteItem[]): Digest {
  return digestOfJson({
    salt,
    items: items.map(({ id, input, expected, requires, forbid, cluster }) => ({
      id,
      input,
      cluster,
      ...(expected === undefined ? {} : { expected }),
      ...(requires === undefined ? {} : { requires: jsonOf(requires) }),
      ...(forbid === undefined ? {} : { forbid }),
    })),
  });
}
