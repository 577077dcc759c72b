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
  record(outcome: OutcomeRecord): Promise<"recorded" | "duplicate">;
  count(rolloutId: string, variant: OutcomeRecord["variant"]): Promise<number>;
  /** The outcome of a unit under a variant, for pairing shadow with production. */
  ofUnit(
    rolloutId: string,
    unit: string,
    variant: OutcomeRecord["variant"],
  ): Promise<OutcomeRecord | undefined>;
};
