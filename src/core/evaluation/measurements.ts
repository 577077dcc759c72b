import type { SystemRules } from "../ir/charter.ts";
import type { Objective } from "../ir/mutation.ts";
import type { SystemVersion } from "../ir/system.ts";
import type { RawRecords } from "./records.ts";
import type { ProbedSuite } from "./probe-suite.ts";

/** All that the dimensions are scored from. */
export type Measurements = {
  readonly objective: Objective;
  readonly margins: SystemRules["evidence"]["margins"];
  readonly before: SystemVersion;
  readonly after: SystemVersion;
  readonly records: RawRecords;
  readonly probes: readonly ProbedSuite[];
  /** What the e-value of the objective has to reach, and that of a guard. */
  readonly bars: { readonly objective: number; readonly guard: number };
};

/** Improvements below this are not worth a release, so the reverse test asks for at least it. */
const SMALLEST_WORTHWHILE = 0.02;

/** The mean difference that an objective claims to reach: what the reverse test refutes. */
export function claimedEffect(margin: number): number {
  return Math.min(SMALLEST_WORTHWHILE, margin);
}
