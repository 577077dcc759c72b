import type { Digest } from "../../core/kernel/digest.ts";
import type { PullKey } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";

/** One thing that a mutation used up. `proposal` is counted once per pull request and system digest. */
export type Spend = {
  readonly key: PullKey;
  readonly system: string;
  /** `drift` counts in millionths and only what was promoted. */
  readonly kind: "proposal" | "accepted" | "sealed-pairs" | "usd-micros" | "drift";
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
  /** Recorded once per (pull, kind, after); what is paid from a purse adds up. */
  record(spend: Spend): Promise<void>;
};
