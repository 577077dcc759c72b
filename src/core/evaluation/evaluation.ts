import type { AskedSuite } from "./asking.ts";
import type { GateReport } from "../gate/gate.ts";
import type { Digest } from "../kernel/digest.ts";
import type { JobRun } from "./job.ts";
import type { RawRecords } from "./records.ts";
import type { Scorecard } from "./scorecard.ts";
import type { SuiteName } from "./suite.ts";

/**
 * How much stricter than its profile a system is judged, because of what became of its acceptances
 * in front of live units. Recorded with each decision, so that anybody can compute it again.
 */
export type Caution = {
  /** What the bar is multiplied by: 1 or more. */
  readonly factor: number;
  /** Accepted mutations that live units were taken back from, and those that held, of the latest. */
  readonly failed: number;
  readonly held: number;
  /** Entries of the record from this one on were not looked at. */
  readonly before: number;
  /** Names the entries that say so. */
  readonly entries: Digest;
};

/** Where this pair stands in its system's epoch when it queried the sealed suite. */
export type EpochPlace = {
  readonly epoch: number;
  readonly testsSpent: number;
  readonly accepts: number;
  readonly placeOfPair?: number;
  /** Absent where nothing is known of earlier acceptances. */
  readonly caution?: Caution;
};

/** Everything the evaluation gate hands on. Sealed figures stand in `scorecard` and `records` only. */
export type Evaluation = {
  readonly report: GateReport;
  /** Absent when nothing, or not everything, could be measured. */
  readonly scorecard?: Scorecard;
  readonly records: RawRecords;
  readonly suiteDigests: Readonly<Partial<Record<SuiteName, Digest>>>;
  readonly evaluator: Digest;
  readonly epoch: EpochPlace;
  /** How far the sealed suite was asked; absent where it was not. */
  readonly asking?: AskedSuite;
  /** Sealed pairs beyond those that an earlier decision rested on; what is kept costs nothing. */
  readonly spentPairs: number;
  readonly isolation: string;
  /** The workflow run that answered, where one did. */
  readonly run?: JobRun | undefined;
};
