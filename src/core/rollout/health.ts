import type { EProcess } from "../evaluation/statistics/e-process.ts";

/** What the live outcomes say of one metric so far. */
export type MetricHealth = {
  /** Evidence that the candidate is worse than the concurrent baseline. */
  readonly regression: EProcess;
  /** Evidence that the candidate is worse by less than the margin. */
  readonly nonInferiority: EProcess;
  readonly stableTotal: number;
  readonly stableUnits: number;
  readonly candidateTotal: number;
  readonly candidateUnits: number;
  /** Outcomes of the stable arm not yet paired with one of the candidate, oldest first. */
  readonly waitingStable: readonly number[];
  readonly waitingCandidate: readonly number[];
};

/** Health of a stage (shadow or canary) by metric name. Reset when a stage begins. */
export type Health = {
  readonly units: number;
  readonly metrics: Readonly<Record<string, MetricHealth>>;
};

export const NO_HEALTH: Health = { units: 0, metrics: {} };
