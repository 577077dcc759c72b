import type { Spent } from "../../core/budget/check-budget.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { PullKey } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";

/** One thing that a mutation used up. `proposal` is counted once per pull request and system digest. */
export type Spend = {
  readonly key: PullKey;
  readonly system: string;
  /**
   * `drift` counts in millionths and only what was promoted. An `anchor` has no amount: it says that
   * people approved the version `after`. A `sealed-hold` is what an evaluation under way may still
   * take from the purse of sealed pairs; it ends when the pairs are counted.
   */
  readonly kind: Spent["kind"];
  /** The versions that the mutation led from and to. */
  readonly before: Digest;
  readonly after: Digest;
  readonly amount: number;
  readonly byPerson: boolean;
  readonly at: Instant;
};

export type Budgets = {
  /** Locks the system's row until the transaction ends: exactly N pass under concurrency. */
  lock(repositoryId: number, system: string): Promise<void>;
  /** What was spent at or after `since` under any of these names, oldest first. */
  spentSince(
    repositoryId: number,
    systems: readonly string[],
    since: Instant,
  ): Promise<readonly Spend[]>;
  /**
   * Other names under which a version was mutated or promoted, and names of theirs before that: the
   * system as it was called before somebody renamed it, and whatever was copied from it.
   */
  namesInLineage(repositoryId: number, version: Digest): Promise<readonly string[]>;
  /**
   * Versions that were in production under any of these names, and that no roll-out of the same
   * version was turned back from: what a rollback may lead to.
   */
  goodVersions(repositoryId: number, systems: readonly string[]): Promise<readonly Digest[]>;
  /** Versions that outcomes spoke against, in a canary or in production, under any of these names. */
  harmfulVersions(repositoryId: number, systems: readonly string[]): Promise<readonly Digest[]>;
  /**
   * Recorded once per (pull, kind, after); what is paid from a purse adds up, and a hold takes the
   * place of the one before it.
   */
  record(spend: Spend): Promise<void>;
};
