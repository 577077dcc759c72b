import type { ReasonCode } from "../gate/reason-code.ts";
import type { SuiteName } from "./suite.ts";

export const DIMENSIONS = [
  "task_improvement",
  "generalization",
  "risk",
  "maintainability",
  "calibration",
  "efficiency",
  "integrity",
] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** A statement with an error rate: candidate minus baseline, in score points, larger is better. */
export type TestEvidence = {
  readonly kind: "test";
  readonly estimate: number;
  /** 95 % interval for people; decisions read the e-values. */
  readonly lower: number;
  readonly upper: number;
  /** What is to be refuted: the mean difference is at most this. 0, or minus the margin. */
  readonly nullMean: number;
  /** Evidence against `nullMean`, over all units, never the largest on the way. */
  readonly eValue: number;
  /** What the reverse test refutes: the mean difference is at least this. */
  readonly reverseMean: number;
  readonly reverseEValue: number;
  /** Units: clusters where the suite has them, else items. */
  readonly n: number;
  /** Smallest true effect, in score points, that so many units show with 80 % power. */
  readonly minimumDetectableEffect: number;
};

/** A structural statement: it holds or it does not, and has no error rate. */
export type RuleEvidence = {
  readonly kind: "rule";
  readonly holds: boolean;
  /** What does not hold, where it has a name of its own. */
  readonly breach?: ReasonCode;
};

export type DimensionReport = {
  readonly dimension: Dimension;
  /**
   * `objective` must improve (or, when neutral, not worsen); a `guard` must be shown not to worsen; a
   * `tripwire` says something only when it is shown to have worsened.
   */
  readonly role: "objective" | "guard" | "tripwire";
  /** What the candidate is compared with, where that is not the baseline. */
  readonly against?: "anchor";
  readonly source: SuiteName | "definition";
  /** In [0, 1], of the candidate, for people. */
  readonly score: number;
  /** True when any figure comes from the sealed suite; such figures are never shown. */
  readonly sealed: boolean;
  readonly evidence: TestEvidence | RuleEvidence;
  readonly method: string;
};
