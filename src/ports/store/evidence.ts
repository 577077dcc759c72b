import type { Caution } from "../../core/evaluation/evaluation.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Json } from "../../core/kernel/json.ts";

/** What one version answered to one item of one suite; never re-run for the same three digests. */
export type CaseRecord = {
  readonly artifact: Digest;
  readonly suite: Digest;
  readonly item: string;
  readonly record: Json;
};

/** The state of a system's epoch of tests, from which the bar of the next one follows. */
export type EpochState = {
  readonly epoch: number;
  /** Distinct (before, after) pairs that queried the sealed suite. */
  readonly testsSpent: number;
  /** Pairs accepted in the epoch, other than this one. */
  readonly accepts: number;
  /** Place of this pair among them (from 1) when it was spent earlier. */
  readonly placeOfPair?: number;
  /** How strict the record of the system's earlier acceptances says to be; absent where it tells of none. */
  readonly caution?: Caution;
};

export type Pair = {
  readonly repositoryId: number;
  readonly system: string;
  readonly before: Digest;
  readonly after: Digest;
};

export type Evidence = {
  /** All that are kept of a suite, or those of these items; by their item. */
  cases(artifact: Digest, suite: Digest, items?: readonly string[]): Promise<readonly CaseRecord[]>;
  saveCases(records: readonly CaseRecord[]): Promise<void>;
  epoch(pair: Pair): Promise<EpochState>;
  /** Spends one test of the epoch at the first sealed query of a new pair; a re-run spends nothing. */
  spendTest(pair: Pair): Promise<EpochState>;
  /** Ends a system's epoch and begins the next, whose number it answers: only an amendment may. */
  openEpoch(system: Pick<Pair, "repositoryId" | "system">): Promise<number>;
  /** Counts an accept of the epoch, once per pair. */
  countAccept(pair: Pair): Promise<void>;
};
