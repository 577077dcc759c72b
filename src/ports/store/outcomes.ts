import type { Instant } from "../../core/kernel/instant.ts";

/** How one unit went under one variant, as its runtime reported it. */
export type OutcomeRecord = {
  /** Chosen by the reporter; a second record with the same id is a duplicate. */
  readonly id: string;
  readonly rolloutId: string;
  readonly unit: string;
  readonly variant: "stable" | "candidate" | "shadow";
  readonly metrics: Readonly<Record<string, number>>;
  readonly at: Instant;
};

export type Outcomes = {
  /** All or none. A taken id is a fault: whoever holds the roll-out's lock can have looked. */
  record(outcomes: readonly OutcomeRecord[]): Promise<void>;
  count(rolloutId: string, variant: OutcomeRecord["variant"]): Promise<number>;
  /** The outcomes of units under every variant, also for pairing shadow with production. */
  ofUnits(rolloutId: string, units: readonly string[]): Promise<readonly OutcomeRecord[]>;
  /** Those of the ids that a record of the roll-out has. */
  taken(rolloutId: string, ids: readonly string[]): Promise<readonly string[]>;
};
