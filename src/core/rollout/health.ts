import type { EProcess } from "../evaluation/statistics/e-process.ts";
import type { Digest } from "../kernel/digest.ts";
import type { SplitEvidence } from "./split-evidence.ts";

/** A metric with a margin: candidate against the concurrent baseline, one difference at a time. */
export type ComparedHealth = {
  readonly kind: "compared";
  /** Evidence that the candidate is worse than the baseline at all. */
  readonly regression: EProcess;
  /** Evidence that the candidate is worse by less than the margin, if at all. */
  readonly nonInferiority: EProcess;
  readonly stableTotal: number;
  readonly stableUnits: number;
  readonly candidateTotal: number;
  readonly candidateUnits: number;
  /** The candidate's total on the scale where larger is better. */
  readonly candidateScore: number;
  /** Outcomes not yet compared, oldest first, on the scale where larger is better. */
  readonly waitingStable: readonly number[];
  readonly waitingCandidate: readonly number[];
};

/** A metric that must stay rare: how many of the candidate's units had it. */
export type RareHealth = {
  readonly kind: "rare";
  /** Likelihood ratio against the floor, the running product of one factor per unit. */
  readonly evidence: number;
  readonly candidateUnits: number;
  readonly violations: number;
};

export type MetricHealth = ComparedHealth | RareHealth;

/**
 * How a stage's evidence came to where it stands: what each metric showed after every so many
 * candidate units, oldest first, as the decimal logarithm of its evidence of harm.
 */
export type EvidenceTrace = {
  readonly every: number;
  readonly marks: readonly Readonly<Record<string, number>>[];
};

/** What a stage has shown so far, by metric. Reset when a stage begins. */
export type Health = {
  /** Candidate (in shadow: mirrored) units with an outcome. */
  readonly units: number;
  readonly metrics: Readonly<Record<string, MetricHealth>>;
  /** How that came about; absent before the first unit. */
  readonly trace?: EvidenceTrace;
  /** Units whose version the app only knows from what was reported of them; absent without any. */
  readonly split?: SplitEvidence;
  /** Commits to the inputs that were replayed, without showing any; absent where none were. */
  readonly inputs?: Digest;
};

export const NO_HEALTH: Health = { units: 0, metrics: {} };
