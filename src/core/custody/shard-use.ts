import type { Digest } from "../kernel/digest.ts";

/** What a shard has told so far. */
export type ShardUse = {
  /** Words that proposers could learn from it, whoever they were and wherever. */
  readonly words: number;
  /** True when something was found to be fitted to it. */
  readonly isRetired: boolean;
  /** True when the pair that asks has had a word of it before. */
  readonly isOwn: boolean;
};

/** One word of a shard, and how many of its items it had not been asked when the asking began. */
export type ShardWord = { readonly shard: Digest; readonly items: number };

/**
 * The endings that sealed answers can bring about, and that a proposer can tell apart: accept, reject
 * or quarantine, and the reason codes that are shown with the last two. A word is one of them, so it
 * tells at most the logarithm of their number; counting the three rulings alone would be too few.
 */
export const SEALED_ENDINGS = [
  "accept/evidence-sufficient",
  "reject/no-improvement",
  "reject/guard-regressed",
  "reject/impossible-passed",
  "quarantine/evidence-insufficient",
  "quarantine/no-improvement",
  "quarantine/judge-remeasured-otherwise",
] as const;

const BITS_PER_WORD = Math.log2(SEALED_ENDINGS.length);

/** After so many bits a version can have been fitted to a shard by its words alone. */
const MOST_BITS = 100;

/** How many words a shard may say: 35, which are 98.3 bits. */
export const MOST_WORDS = Math.floor(MOST_BITS / BITS_PER_WORD);

/** Of them, words that are kept for pairs that have begun: they cannot go on on another shard. */
const KEPT_WORDS = 7;

/** Whether a shard may still be asked by a pair that it has told nothing. */
export function isOpen({ words, isRetired }: ShardUse): boolean {
  return !isRetired && words < MOST_WORDS - KEPT_WORDS;
}
