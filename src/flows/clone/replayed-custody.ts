import type { ShardUse } from "../../core/custody/shard-use.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Replay } from "../../core/ledger/replay-spends.ts";
import type { Custody, Word } from "../../ports/store/custody.ts";
import type { Pair } from "../../ports/store/evidence.ts";

type Told = Omit<Word, "repositoryId">;

/**
 * What the sealed suites have told as far as one repository's record knows. Where another one asks
 * the same suite, the app may be a shard further than a clone can see.
 */
export function custodyOf(replay: Pick<Replay, "words" | "retired">): Custody {
  const words: Told[] = [...replay.words];
  const retired = new Set<Digest>(replay.retired);
  const useOf = (shard: Digest, pair: Pair): ShardUse => {
    const told = words.filter((word) => word.shard === shard);
    const isOwn = told.some((word) => isOfPair(word, pair));
    return { words: told.length, isRetired: retired.has(shard), isOwn };
  };
  return {
    uses: (shards, pair) =>
      Promise.resolve(new Map(shards.map((shard) => [shard, useOf(shard, pair)]))),
    countWord: (word, limit) => {
      const { shard, items } = word;
      const told = words.filter((one) => one.shard === shard);
      if (told.some((one) => one.items === items && isOfPair(one, word))) {
        return Promise.resolve(true);
      }
      const isFull = limit !== undefined && (told.length >= limit || retired.has(shard));
      if (!isFull) words.push(word);
      return Promise.resolve(!isFull);
    },
    retire: (shard) => {
      retired.add(shard);
      return Promise.resolve();
    },
    saveSalt: () => Promise.reject(new Error("a clone commits to nothing")),
    saltOf: () => Promise.resolve(undefined),
  };
}

function isOfPair(told: Told, { system, before, after }: Pair): boolean {
  return told.system === system && told.before === before && told.after === after;
}
