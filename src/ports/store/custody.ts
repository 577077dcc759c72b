import type { ShardUse, ShardWord } from "../../core/custody/shard-use.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Pair } from "./evidence.ts";

/**
 * One word that a pair hears of a shard. Asked again with as many items left, it is the same word: it
 * follows from what is kept and from what everybody may read, and says nothing new.
 */
export type Word = Pair & ShardWord;

/** What sealed suites have told, and the secrets behind what the record commits to. */
export type Custody = {
  /** By shard, over the proposers of every repository: they may know each other. */
  uses(shards: readonly Digest[], pair: Pair): Promise<ReadonlyMap<Digest, ShardUse>>;
  /** Counts a word, once. False where a limit is given and the shard has no word left or is retired. */
  countWord(word: Word, limit?: number): Promise<boolean>;
  /** Closes a shard for good. */
  retire(shard: Digest): Promise<void>;
  saveSalt(commitment: Digest, salt: string): Promise<void>;
  /** What opens a commitment for those who may read what it commits to. */
  saltOf(commitment: Digest): Promise<string | undefined>;
};
